"""Setting the time limits of a place, and taking such a setting back. Clocks that run keep the limit they began with."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Jurisdiction
from minben.cases import limits
from minben.cases.limits import Cell
from minben.cases.models import Kind, Urgency
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.options.policies import SYSTEM
from minben.foundation.records.errors import Conflict, Invalid, Text
from minben.foundation.worktime import Unit
from minben.processes.actions.clocks import Limit
from minben.processes.models import TimeLimit

LONGEST = 3650
PARTS = frozenset({Unit.WORKHOUR, Unit.HOUR, Unit.WORKDAY})
"""Units of which a part is possible: half a working hour."""


@transaction.atomic
def set_limit(
    actor: Actor,
    place: Jurisdiction,
    cell: Cell,
    limit: Limit,
    *,
    since: dt.date | None = None,
    reason: str = "",
    seen: uuid.UUID | str | None = "",
) -> TimeLimit:
    """``limit`` holds for ``cell`` from the day ``since`` (at once, without one).

    ``seen``: the setting that was looked at, None for what came. Raises Invalid by field, Conflict when somebody
    else set it meanwhile or nothing would change.
    """
    require(actor, SYSTEM)
    _check(place, cell, limit, since)
    newest = _newest(place, cell, seen)
    valid_from = _from(place, since)
    before = limits.cell_held(cell, place.id, valid_from)
    if before is not None and before.limit == limit and _is_last(newest, before.row):
        raise Conflict(_("Nothing is different from what holds already."))
    row = TimeLimit(amount=limit.amount, unit=limit.unit, rule=limit.rule, valid_from=valid_from)
    return _keep(actor, place, cell, row, newest, reason)


@transaction.atomic
def restore_limit(
    actor: Actor, place: Jurisdiction, cell: Cell, *, reason: str = "", seen: uuid.UUID | str | None = ""
) -> TimeLimit:
    """The limit is again as it came, from now on. Raises Conflict when it is so already."""
    require(actor, SYSTEM)
    newest = _newest(place, cell, seen)
    if newest is None or newest.amount is None:
        raise Conflict(_("Nothing is different from what holds already."))
    row = TimeLimit(valid_from=max(timezone.now(), newest.valid_from))
    return _keep(actor, place, cell, row, newest, reason)


def _newest(place: Jurisdiction, cell: Cell, seen: uuid.UUID | str | None) -> TimeLimit | None:
    """The newest setting of the cell; others who would set it wait until this transaction is over."""
    with connection.cursor() as cursor:
        name = f"time limits:{place.id}:{cell.clock}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
    found = history(place, cell).first()
    if seen != "" and seen != (found.id if found else None):
        raise Conflict(_("Somebody else changed this meanwhile. Look at it again."))
    return found


def history(place: Jurisdiction, cell: Cell) -> QuerySet[TimeLimit]:
    """Every setting of exactly this cell, newest first."""
    rows = TimeLimit.objects.filter(
        jurisdiction=place, clock=cell.clock, kind=cell.kind, urgency=cell.urgency
    )
    return rows.order_by("-valid_from", "-id")


def _is_last(newest: TimeLimit | None, held: TimeLimit | None) -> bool:
    return (newest.id if newest else None) == (held.id if held else None)


def _from(place: Jurisdiction, since: dt.date | None) -> dt.datetime:
    now = timezone.now()
    if since is None or since <= now.astimezone(place.zone).date():
        return now
    return dt.datetime.combine(since, dt.time(), tzinfo=place.zone)


def _keep(
    actor: Actor, place: Jurisdiction, cell: Cell, row: TimeLimit, newest: TimeLimit | None, reason: str
) -> TimeLimit:
    row.jurisdiction, row.staff_id, row.reason = place, actor.staff_id, reason.strip()[:300]
    row.clock, row.kind, row.urgency = cell.clock, cell.kind, cell.urgency
    row.save(force_insert=True)
    trail.wrote(
        actor,
        "time_limit.set" if row.amount is not None else "time_limit.restored",
        subject=("time_limit", row.id),
        before=_told(newest) if newest is not None else {},
        after={"clock": cell.clock, "kind": cell.kind, "urgency": cell.urgency, **_told(row)},
        reason=row.reason,
    )
    transaction.on_commit(limits.forget)
    return row


def _told(row: TimeLimit) -> dict[str, Any]:
    amount = f"{row.amount.normalize():f}" if row.amount is not None else ""
    return {"amount": amount, "unit": row.unit, "rule": row.rule, "valid_from": row.valid_from.isoformat()}


def _check(place: Jurisdiction, cell: Cell, limit: Limit, since: dt.date | None) -> None:
    today = timezone.now().astimezone(place.zone).date()
    fields = wrong_with(cell, limit)
    if since is not None and since < today:
        fields["since"] = _("Choose today or a later day: what is past stays.")
    if fields:
        raise Invalid(_("Some answers need another look."), fields=fields)


def wrong_with(cell: Cell, limit: Limit) -> dict[str, Text]:
    """What cannot be, by field."""
    wrong = {
        "clock": cell.clock not in limits.STEPS and _("There is no such step."),
        "kind": bool(cell.kind) and cell.kind not in Kind.values and _("There is no such kind."),
        "urgency": bool(cell.urgency)
        and cell.urgency not in Urgency.values
        and _("There is no such urgency."),
        "amount": amount_wrong(limit.amount, limit.unit),
        "rule": _source_wrong(limit.rule),
    }
    return {name: text for name, text in wrong.items() if text and text is not True}


def amount_wrong(amount: Decimal, unit: Unit) -> Text | bool:
    """Why no limit can be so long, or False."""
    if not amount.is_finite() or not 0 < amount <= LONGEST:
        return _("A time limit is more than nothing and at most %(most)d.") % {"most": LONGEST}
    if amount != amount.quantize(Decimal("0.01")):
        return _("At most two figures after the point.")
    return unit not in PARTS and amount != int(amount) and _("Of this unit only whole ones are possible.")


def _source_wrong(rule: str) -> Text | bool:
    if not rule.strip():
        return _("Say which law, rule or decision it comes from: staff see it beside the clock.")
    return len(rule) > 120 and _("At most 120 characters fit.")
