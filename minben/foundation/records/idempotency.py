"""The same request twice is answered once (DESIGN §3: idempotency)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from .errors import Conflict
from .ids import UTC, lowest_id
from .models import IdempotencyKey

KEPT = dt.timedelta(hours=24)


def body_digest(body: Mapping[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def once(
    caller: str, key: str, body: Mapping[str, Any], work: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """Run ``work`` once for (caller, key); returns (its JSON result, whether it ran now).

    The key row is written in the transaction of the work, so a failed work leaves no key, and a second request
    in the same moment waits for the first. Raises Conflict when the key was used with another body.
    """
    digest = body_digest(body)
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(caller=caller, key=key, digest=digest)
            row.result = work()
            row.save(update_fields=["result"])
            return row.result, True
    except IntegrityError as error:
        earlier = IdempotencyKey.objects.filter(caller=caller, key=key).first()
        if earlier is None:
            raise
        if earlier.digest != digest:
            raise Conflict(_("This form was already sent with other contents. Open a new form.")) from error
        return earlier.result, False


def answered(caller: str, key: str) -> bool:
    """Was this request done already?"""
    return IdempotencyKey.objects.filter(caller=caller, key=key).exists()


def forget_old_keys(now: dt.datetime) -> int:
    """Drop answers older than 24 hours; returns how many."""
    limit = lowest_id(now.astimezone(UTC) - KEPT)
    return IdempotencyKey.objects.filter(id__lt=limit).delete()[0]
