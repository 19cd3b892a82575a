"""Rewriting rows under the newest key, a batch at a time. May stop anywhere and go on later: a row says itself
under which key it lies, so what is done is done.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction

from .ciphers import decrypt, encrypt, key_id_of
from .indexes import blind
from .ring import ring

BATCH = 500
Progress = Callable[[int, int], None]


def _unchanged(value: str) -> str:
    return value


@dataclass(frozen=True)
class EncryptedField:
    """Where ciphertext lies. ``kind_field`` holds the kind of the blind index (its name if the kind is fixed)."""

    model: str
    cipher: str
    blind: str = ""
    kind_field: str = ""
    normalise: Callable[[str], str] = _unchanged
    reseal: Callable[[Any], bool] | None = None


_fields: dict[tuple[str, str], EncryptedField] = {}


def register_field(
    model: str,
    cipher: str,
    *,
    blind: str = "",
    kind_field: str = "",
    normalise: Callable[[str], str] = _unchanged,
) -> EncryptedField:
    """Declare an encrypted field, in the room's ``AppConfig.ready``: ``register_field("parties.Identifier",
    "cipher", blind="blind", kind_field="kind")``. Its values must be encrypted with the same model and field name.
    """
    if bool(blind) != bool(kind_field):
        raise ValueError("A blind index needs both its field and the field of its kind.")
    found = EncryptedField(model, cipher, blind, kind_field, normalise)
    _fields[(model.lower(), cipher)] = found
    return found


def register_sealed(model: str, field: str, reseal: Callable[[Any], bool]) -> EncryptedField:
    """Declare ciphertext inside a field of another shape (JSON).

    ``reseal(row)`` puts what lies under an older key under the newest one, in the row, and tells whether it did.
    """
    found = EncryptedField(model, field, reseal=reseal)
    _fields[(model.lower(), field)] = found
    return found


def encrypted_fields() -> list[EncryptedField]:
    return list(_fields.values())


def rotate(batch: int = BATCH, *, progress: Progress | None = None) -> int:
    """Rewrite every registered row that lies under an older key; returns how many. Resumable.

    ``progress`` is told (rows looked at, rows there are) after every batch.
    """
    fields = encrypted_fields()
    total = sum(_model(field)._default_manager.count() for field in fields)
    seen = changed = 0
    for field in fields:
        for looked_at, rewritten in _batches(field, batch):
            seen, changed = seen + looked_at, changed + rewritten
            if progress:
                progress(seen, max(total, seen))
    return changed


def _batches(field: EncryptedField, batch: int) -> Iterator[tuple[int, int]]:
    """(rows looked at, rows rewritten) of one batch after another, in the order of keys."""
    after: uuid.UUID | None = uuid.UUID(int=0)
    while after is not None:
        looked_at, rewritten, after = _rotate_batch(field, after, batch)
        yield looked_at, rewritten


@transaction.atomic
def _rotate_batch(field: EncryptedField, after: uuid.UUID, batch: int) -> tuple[int, int, uuid.UUID | None]:
    """The next rows by key, locked; (how many, how many rewritten, the last key or None at the end)."""
    manager = _model(field)._default_manager
    rows: list[Any] = list(manager.select_for_update().filter(pk__gt=after).order_by("pk")[:batch])
    old = [row for row in rows if (field.reseal(row) if field.reseal else _moved(row, field))]
    names = [name for name in (field.cipher, field.blind) if name]
    if old:
        manager.bulk_update(old, names)
    return len(rows), len(old), rows[-1].pk if rows else None


def _model(field: EncryptedField) -> type[models.Model]:
    return apps.get_model(field.model)


def is_old(cipher: bytes) -> bool:
    """Does it lie under another key than the newest?"""
    return bool(cipher) and key_id_of(cipher) != ring().current.id


def _moved(row: Any, field: EncryptedField) -> bool:
    if not is_old(bytes(getattr(row, field.cipher) or b"")):
        return False
    _rewrite(row, field)
    return True


def _rewrite(row: Any, field: EncryptedField) -> None:
    value = decrypt(getattr(row, field.cipher), model=field.model, field=field.cipher, row_id=row.pk)
    setattr(row, field.cipher, encrypt(value, model=field.model, field=field.cipher, row_id=row.pk))
    if field.blind:
        setattr(row, field.blind, blind(getattr(row, field.kind_field), field.normalise(value)))
