"""The authenticator's secrets are stored encrypted with the installation's field keys."""

from __future__ import annotations

import base64
from uuid import UUID

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from minben.foundation import keys

_ROW = UUID(int=0)


class SecretAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth asks for text without saying whose, so these ciphertexts are bound to the field, not to a row."""

    def encrypt(self, text: str) -> str:
        cipher = keys.encrypt(text, model="mfa.authenticator", field="secret", row_id=_ROW)
        return base64.b64encode(cipher).decode()

    def decrypt(self, encrypted_text: str) -> str:
        cipher = base64.b64decode(encrypted_text)
        return keys.decrypt(cipher, model="mfa.authenticator", field="secret", row_id=_ROW)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the host name that the person sees; a browser makes none for a bare IP address."""
        found: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**found, "name": settings.MFA_TOTP_ISSUER}
