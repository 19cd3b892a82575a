"""Field keys: encryption, blind index, keyed digest."""

from __future__ import annotations

import hashlib
import hmac
import os
import uuid

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


def _key(use: str) -> bytes:
    return hmac.digest((settings.FIELD_KEYS or settings.SECRET_KEY).encode(), use.encode(), hashlib.sha256)


def encrypt(value: str, *, model: str, field: str, row_id: uuid.UUID) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(_key("field")).encrypt(nonce, value.encode(), f"{model}.{field}:{row_id}".encode())


def decrypt(cipher: bytes, *, model: str, field: str, row_id: uuid.UUID) -> str:
    raw = bytes(cipher)
    return AESGCM(_key("field")).decrypt(raw[:12], raw[12:], f"{model}.{field}:{row_id}".encode()).decode()


def blind(kind: str, normalised: str) -> str:
    return f"v1:{kind}:" + hmac.new(_key("blind"), normalised.encode(), hashlib.sha256).hexdigest()[:48]


def blinds(kind: str, normalised: str) -> list[str]:
    return [blind(kind, normalised)]


def digest(value: object) -> str:
    if value is None:
        return ""
    return hmac.new(_key("digest"), str(value).encode(), hashlib.sha256).hexdigest()[:32]
