"""AES-GCM with the key's id in front and the place of the value as associated data.

Layout: format byte 1, length of the key id, key id, 12 bytes nonce, ciphertext with tag. A value copied to another
row, field or model does not open there.
"""

from __future__ import annotations

import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .ring import Key, ring

_FORMAT, _NONCE, _TAG = 1, 12, 16


class CipherError(Exception):
    """A ciphertext is damaged, stands in the wrong row, or its key is not in the ring."""


def encrypt(value: str, *, model: str, field: str, row_id: uuid.UUID) -> bytes:
    """``value`` for the given place under the newest key."""
    key, nonce = ring().current, os.urandom(_NONCE)
    sealed = _cipher(key).encrypt(nonce, value.encode(), _place(model, field, row_id))
    return bytes([_FORMAT, len(key.id)]) + key.id.encode() + nonce + sealed


def decrypt(cipher: bytes, *, model: str, field: str, row_id: uuid.UUID) -> str:
    """The value at the given place. Raises CipherError."""
    key_id, body = _split(bytes(cipher))
    key = ring().get(key_id)
    if key is None:
        raise CipherError(
            f"Key {key_id} is not in MINBEN_FIELD_KEYS. Put it back behind the newest one until `minben keys rotate` "
            "has finished."
        )
    try:
        return _cipher(key).decrypt(body[:_NONCE], body[_NONCE:], _place(model, field, row_id)).decode()
    except InvalidTag as error:
        raise CipherError(
            f"{model}.{field} of row {row_id} cannot be opened: it is damaged or was written for another row."
        ) from error


def key_id_of(cipher: bytes) -> str:
    """Which key a ciphertext needs. Raises CipherError for something that is none."""
    return _split(bytes(cipher))[0]


def _split(cipher: bytes) -> tuple[str, bytes]:
    start = 2 + (cipher[1] if len(cipher) > 1 else 0)
    if len(cipher) < start + _NONCE + _TAG or cipher[0] != _FORMAT:
        raise CipherError("This is not a ciphertext of Minben, or it was cut off.")
    return cipher[2:start].decode("ascii", "replace"), cipher[start:]


def _cipher(key: Key) -> AESGCM:
    return AESGCM(key.derived("fields"))


def _place(model: str, field: str, row_id: uuid.UUID) -> bytes:
    return "\x1f".join((model.lower(), field, str(row_id))).encode()
