"""Authenticators in software: the code of an app (RFC 6238), and a passkey that signs as a device would (WebAuthn 2)."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
import time
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def digits(secret: str) -> str:
    """What an authenticator app with this secret shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class SoftKey:
    """One credential. ``count`` is what it says next; ``verified``: did somebody give PIN or finger?"""

    origin: str = "http://localhost"
    rp_id: str = "localhost"
    count: int = 1
    verified: bool = True
    id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    user: bytes = b""

    def made(self, options: dict[str, Any]) -> str:
        """The answer to a request to make a passkey, as the form field holds it."""
        padding = "=" * (-len(options["user"]["id"]) % 4)
        self.user = base64.urlsafe_b64decode(options["user"]["id"] + padding)
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        held = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(ATTESTED) + held
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": b64(self._client("webauthn.create", options["challenge"])),
            "attestationObject": b64(attested),
        }
        return self._answer(response, {"credProps": {"rk": True}})

    def signed(self, options: dict[str, Any]) -> str:
        """The answer to a challenge."""
        client, data = self._client("webauthn.get", options["challenge"]), self._data(0)
        proof = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(proof),
            "userHandle": b64(self.user),
        }
        return self._answer(response, {})

    def _data(self, more: int) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.verified else 0)
        return hashlib.sha256(self.rp_id.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, str], extensions: dict[str, Any]) -> str:
        shape = {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key"}
        return json.dumps({**shape, "response": response, "clientExtensionResults": extensions})
