"""The installation's signature: Ed25519 over the bytes of the PDF, detached.

The private key is derived from the newest field key and never stored. The public key is kept with each signature, so
that an exchange of the field keys takes no certificate's word away.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from minben.foundation import keys

PURPOSE = "certificates"


@dataclass(frozen=True)
class Signed:
    """In base64, but for the id of the field key behind it."""

    signature: str
    key_id: str
    public_key: str


def sign(content: bytes) -> Signed:
    """Raises KeysMissing when the installation has no field key."""
    key = keys.ring().current
    private = Ed25519PrivateKey.from_private_bytes(key.derived(PURPOSE))
    public = private.public_key().public_bytes_raw()
    return Signed(_text(private.sign(content)), key.id, _text(public))


def is_signed(content: bytes, signature: str, public_key: str) -> bool:
    """Whether ``signature`` was made over exactly these bytes by the holder of the key."""
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        public.verify(base64.b64decode(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_ours(key_id: str, public_key: str) -> bool:
    """False only for a key that claims one of our ids and is not it: a row that somebody else wrote."""
    key = keys.ring().get(key_id)
    if key is None:
        return True
    private = Ed25519PrivateKey.from_private_bytes(key.derived(PURPOSE))
    return _text(private.public_key().public_bytes_raw()) == public_key


def as_pem(public_key: str) -> str:
    """As other programs read it (``openssl pkeyutl -verify -rawin``)."""
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return public.public_bytes(serialization.Encoding.PEM, form).decode()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
