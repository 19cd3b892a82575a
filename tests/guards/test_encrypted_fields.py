"""A ciphertext that nobody registered would stay under its old key for ever, and be lost when that key goes."""

from django.apps import apps
from django.db import models

from minben.foundation.keys import encrypted_fields

PACKED = {("processes.run", "state")}
"""Compressed, not encrypted: names stay plain in the tables beside it, too."""


def test_every_binary_field_is_registered_for_key_rotation() -> None:
    registered = {(field.model.lower(), field.cipher) for field in encrypted_fields() if not field.reseal}
    found = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("minben.")
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField)
    }
    assert found - PACKED == registered
