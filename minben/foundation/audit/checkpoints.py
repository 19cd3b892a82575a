"""Checkpoints: signed rows that say which old lines left, and until when."""

from __future__ import annotations

import datetime as dt

from django.core import signing
from django.utils.crypto import constant_time_compare

from .models import Checkpoint, Seal

_signer = signing.Signer(salt="minben.audit.checkpoint")


def sign(trail: str, before: dt.datetime, lines: int) -> Checkpoint:
    """Write the checkpoint at the newest seal of ``trail``."""
    head = Seal.objects.filter(trail=trail).order_by("-position").first()
    row = Checkpoint(trail=trail, before=before, lines=lines)
    row.position, row.digest = (head.position, head.digest) if head else (0, "")
    row.signature = _signature(row)
    row.save(force_insert=True)
    return row


def is_genuine(row: Checkpoint) -> bool:
    return constant_time_compare(row.signature, _signature(row))


def dropped_before(trail: str) -> dt.datetime | None:
    """Lines minted before this moment may be missing; None when nothing was ever dropped. Forged rows do not count."""
    rows = Checkpoint.objects.filter(trail=trail).order_by("-before")
    return next((row.before for row in rows if is_genuine(row)), None)


def forged(trail: str) -> list[Checkpoint]:
    return [row for row in Checkpoint.objects.filter(trail=trail).order_by("id") if not is_genuine(row)]


def _signature(row: Checkpoint) -> str:
    said = [row.trail, row.before.timestamp(), row.position, row.digest, row.lines]
    return _signer.signature("|".join(str(part) for part in said))
