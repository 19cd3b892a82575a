"""Every text, date or JSON field that hangs on a person is exported and erased, or said to tell nothing of them."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from minben.foundation.access.models import Account
from minben.foundation.records.personal import all_personal, undeclared
from minben.parties.models import Party

KEYS = {"party_id", "account_id", "case_id", "subject_id", "message_id"}
"""Keys without a constraint (growing tables, lower rooms) lead to somebody too."""
NO_PERSON = {"catalog.PublicEntry", "catalog.StaffEntry"}
"""Their subject is a thing of the catalogue."""


def _touches(model: type[models.Model], known: set[type[models.Model]]) -> bool:
    return any(
        (field.is_relation and field.related_model in known) or field.name in KEYS
        for field in model._meta.concrete_fields
    )


def led_to() -> list[type[models.Model]]:
    """Models with a path to a party or an account."""
    own = {m for m in apps.get_models() if m.__module__.startswith("minben.")}
    found: set[type[models.Model]] = {Party, Account}
    while more := {m for m in own - found if _touches(m, found)}:
        found |= more
    return sorted((m for m in found if m._meta.label not in NO_PERSON), key=lambda m: m._meta.label)


@pytest.mark.parametrize("model", led_to(), ids=lambda m: m._meta.label)
def test_no_field_about_a_person_is_forgotten(model: type[models.Model]) -> None:
    assert undeclared(model) == [], (
        "Declare them in the room's personal.py: exported and erased, or not personal."
    )


def test_what_is_declared_exists() -> None:
    for held in all_personal().values():
        names = {f.name for f in held.model._meta.get_fields()} | {
            f.attname for f in held.model._meta.concrete_fields
        }
        assert set(held.fields + held.not_personal) <= names, held.model
