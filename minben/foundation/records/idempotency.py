"""The same request twice is answered once (DESIGN §3: idempotency)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from . import prepared
from .errors import Conflict
from .fresh import fresh
from .ids import UTC, lowest_id
from .models import IdempotencyKey
from .writing import insert

PROMISED = dt.timedelta(hours=24)
KEPT = PROMISED + dt.timedelta(hours=25)
"""A day longer than promised: a clean-up by a clock that is a day ahead must not let anything be done twice."""


_SORTED = json.JSONEncoder(sort_keys=True, default=str, ensure_ascii=False)


def body_digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(_SORTED.encode(body).encode()).hexdigest()


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
    except IntegrityError:
        earlier = IdempotencyKey.objects.filter(caller=caller, key=key).first()
        if earlier is None:
            raise
        return answer_to(earlier, digest), False


def once_written(
    caller: str, key: str, body: Mapping[str, Any], result: dict[str, Any], rows: Iterable[Model]
) -> tuple[dict[str, Any], bool]:
    """Like :func:`once` for work that is nothing but new rows, known beforehand: key and rows are one statement.

    When the key was used before, nothing is written. Raises Conflict when it was used with another body.
    """
    digest = body_digest(body)
    mine = fresh(IdempotencyKey, caller=caller, key=key, digest=digest, result=result)
    if insert(rows, unless=mine):
        return result, True
    return answer_to(IdempotencyKey.objects.get(caller=caller, key=key), digest), False


def answer_to(earlier: IdempotencyKey, digest: str) -> dict[str, Any]:
    """What was answered then. Raises Conflict when this request is another one."""
    if earlier.digest != digest:
        raise Conflict(_("This form was already sent with other contents. Open a new form."))
    return dict(earlier.result)


def earlier_answers(caller: str, keys: Iterable[str]) -> dict[str, IdempotencyKey]:
    """By key, those that were used before. One statement."""
    found = prepared.rows(_EARLIER, [caller, list(keys)])
    return {
        key: fresh(IdempotencyKey, caller=caller, key=key, digest=digest, result=result)
        for key, digest, result in found
    }


_EARLIER = f"""
SELECT key, digest, result FROM {IdempotencyKey._meta.db_table} WHERE caller = %s::text AND key = ANY(%s::text[])
"""


def claim_keys(rows: Iterable[IdempotencyKey]) -> set[str]:
    """Write the keys that nobody used yet, in the caller's transaction; returns those. One statement.

    Two callers with the same keys wait for one another in the order of the keys, so neither waits for ever.
    """
    ordered = sorted(rows, key=lambda row: row.key)
    values = [{name: getattr(row, name) for name in _CLAIMED} for row in ordered]
    return {key for (key,) in prepared.rows(_CLAIM, [orjson.dumps(values).decode()])}


_CLAIMED = {"id": "uuid", "caller": "text", "key": "text", "digest": "text", "result": "jsonb"}
_CLAIM = f"""
INSERT INTO {IdempotencyKey._meta.db_table} ({", ".join(_CLAIMED)})
SELECT * FROM jsonb_to_recordset(%s::jsonb) AS given({", ".join(map(" ".join, _CLAIMED.items()))})
ON CONFLICT (caller, key) DO NOTHING RETURNING key
"""


def answered(caller: str, key: str) -> bool:
    """Was this request done already?"""
    return IdempotencyKey.objects.filter(caller=caller, key=key).exists()


def forget_old_keys(now: dt.datetime) -> int:
    """Drop answers that are older than :data:`KEPT`; returns how many."""
    limit = lowest_id(now.astimezone(UTC) - KEPT)
    return IdempotencyKey.objects.filter(id__lt=limit).delete()[0]
