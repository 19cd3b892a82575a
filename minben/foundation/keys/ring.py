"""The ring of keys of an installation: the newest first, older ones until everything is rotated."""

from __future__ import annotations

import base64
import binascii
import functools
import re
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import receiver

KEY_BYTES = 32
_ID = re.compile(r"[a-z0-9]{1,16}")
_WHAT_TO_DO = "Run `minben keys new` and put the line it prints first in MINBEN_FIELD_KEYS."


class KeysMissing(ImproperlyConfigured):
    """There is no usable field key. The message says what to do."""


@dataclass(frozen=True)
class Key:
    """One key. Everything it does has a key of its own, derived from it by name (HKDF, RFC 5869)."""

    id: str
    secret: bytes

    def derived(self, purpose: str) -> bytes:
        return _derived(self.secret, purpose)


@functools.lru_cache(maxsize=64)
def _derived(secret: bytes, purpose: str) -> bytes:
    info = f"minben:{purpose}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


@dataclass(frozen=True)
class Ring:
    """Keys by age, newest first."""

    keys: tuple[Key, ...]

    @property
    def current(self) -> Key:
        return self.keys[0]

    def get(self, key_id: str) -> Key | None:
        return next((key for key in self.keys if key.id == key_id), None)


@functools.cache
def ring() -> Ring:
    """The keys of ``settings.FIELD_KEYS``. Raises KeysMissing when there are none or a line is wrong."""
    return _ring(settings.FIELD_KEYS, settings.SECRET_KEY if settings.TESTING else "")


@receiver(setting_changed)
def _read_again(**_told: Any) -> None:
    """Only tests change settings while a process runs."""
    ring.cache_clear()


def new_key_line() -> str:
    """A fresh "id:base64" pair for MINBEN_FIELD_KEYS."""
    return f"k{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def _ring(lines: str, test_secret: str) -> Ring:
    given = [line.strip() for line in lines.split(",") if line.strip()]
    if not given and test_secret:
        return Ring((Key("test", _derived(test_secret.encode(), "tests")),))
    if not given:
        raise KeysMissing(f"No field key is set, so ids cannot be encrypted. {_WHAT_TO_DO}")
    keys = tuple(_key(line) for line in given)
    if len({key.id for key in keys}) < len(keys):
        raise KeysMissing("Two keys in MINBEN_FIELD_KEYS have the same id. Give each one an id of its own.")
    return Ring(keys)


def _key(line: str) -> Key:
    """Never quotes the line: it is a secret."""
    key_id, _colon, text = line.partition(":")
    try:
        secret = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeysMissing(f"A key in MINBEN_FIELD_KEYS is not id:base64. {_WHAT_TO_DO}") from error
    if not _ID.fullmatch(key_id) or len(secret) != KEY_BYTES:
        raise KeysMissing(
            f"A key in MINBEN_FIELD_KEYS must be an id of 1 to 16 small letters or digits, a colon, and 32 bytes in "
            f"base64. {_WHAT_TO_DO}"
        )
    return Key(key_id, secret)
