"""Reading and sealing of stored values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from minben.foundation import keys

from .models import Setting


def opened() -> dict[str, Any]:
    """All values by name, secrets in clear. One statement."""
    return {row.name: _value(row) for row in Setting.objects.all()}


def _value(row: Setting) -> Any:
    cipher = bytes(row.secret)
    if not cipher:
        return row.value
    return keys.decrypt(cipher, model="settings.Setting", field="secret", row_id=row.id)


def sealed(text: str, row_id: UUID) -> bytes:
    return keys.encrypt(text, model="settings.Setting", field="secret", row_id=row_id) if text else b""
