"""Starting, pausing, extending and stopping clocks. Due instants come from ``foundation.worktime`` only."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Conflict
from minben.foundation.records.fresh import fresh
from minben.foundation.worktime import Calendar, Unit, after_pause, due
from minben.processes.models import Clock


@dataclass(frozen=True)
class Limit:
    """A time limit and where it comes from."""

    amount: Decimal
    unit: Unit
    rule: str


def plan_clock(
    subject_id: uuid.UUID,
    kind: str,
    limit: Limit,
    *,
    started_at: dt.datetime,
    calendar: Calendar,
    department_id: uuid.UUID | None = None,
    warn_share: int = 0,
) -> Clock:
    """A clock that is not stored yet; somebody is warned when ``warn_share`` per cent of its time are over."""
    until = due(started_at, limit.amount, limit.unit, calendar)
    return fresh(
        Clock,
        subject_id=subject_id,
        kind=kind,
        amount=limit.amount,
        unit=limit.unit,
        rule=limit.rule[:120],
        started_at=started_at,
        due_at=until,
        next_at=_warning(started_at, until, warn_share),
        department_id=department_id,
    )


def _warning(start: dt.datetime, until: dt.datetime, share: int) -> dt.datetime | None:
    return start + (until - start) * share / 100 if share else None


def end_earlier(clock: Clock, until: dt.datetime, share: int) -> None:
    """A clock that is not stored yet may last no longer than something else: its warning comes earlier, too."""
    clock.due_at, clock.next_at = until, _warning(clock.started_at, until, share)


def _look_again(clock: Clock, share: int, now: dt.datetime) -> None:
    """The due instant moved: the warning moves with it; one that would lie behind is not given."""
    moment = _warning(clock.started_at, clock.due_at, share)
    clock.next_at = moment if moment is not None and moment > now else None
    clock.warned_at = clock.warned_at if clock.next_at is None else None


def start_clock(
    subject_id: uuid.UUID,
    kind: str,
    limit: Limit,
    *,
    started_at: dt.datetime,
    calendar: Calendar,
    department_id: uuid.UUID | None = None,
    warn_share: int = 0,
) -> Clock:
    clock = plan_clock(
        subject_id,
        kind,
        limit,
        started_at=started_at,
        calendar=calendar,
        department_id=department_id,
        warn_share=warn_share,
    )
    clock.save(force_insert=True)
    return clock


def finish_clocks(subject_id: uuid.UUID, kinds: Iterable[str], *, now: dt.datetime) -> None:
    """Stop these clocks: met when in time, missed when late."""
    wanted = list(kinds)
    if wanted:
        ended = Case(When(due_at__gte=now, then=Value(Clock.State.MET)), default=Value(Clock.State.MISSED))
        Clock.objects.filter(subject_id=subject_id, kind__in=wanted, state__in=LIVE).update(
            state=ended, finished_at=now
        )


def cancel_clocks(subject_id: uuid.UUID, *, now: dt.datetime) -> None:
    Clock.objects.filter(subject_id=subject_id, state__in=LIVE).update(
        state=Clock.State.CANCELLED, finished_at=now
    )


def pause_clock(subject_id: uuid.UUID, kind: str, *, reason: str, now: dt.datetime) -> None:
    """Stop the time: it moves on by the length of the pause when it is resumed."""
    for clock in _live(subject_id, [kind]):
        if clock.state == Clock.State.RUNNING:
            clock.state, clock.paused_at, clock.pause_reason = Clock.State.PAUSED, now, reason[:500]
            clock.save(update_fields=["state", "paused_at", "pause_reason"])


def resume_clock(
    subject_id: uuid.UUID, kind: str, *, now: dt.datetime, calendar: Calendar, warn_share: int = 0
) -> dt.datetime | None:
    """Let it run again; returns the new due instant. A pause that a clock put back ends too early was none."""
    moved = None
    for clock in _live(subject_id, [kind]):
        if clock.state == Clock.State.PAUSED and clock.paused_at is not None:
            ended = max(now, clock.paused_at)
            clock.due_at = after_pause(clock.due_at, clock.paused_at, ended, Unit(clock.unit), calendar)
            clock.state, clock.paused_at, clock.breached_at = Clock.State.RUNNING, None, None
            _look_again(clock, warn_share, now)
            clock.save(update_fields=["state", "paused_at", "due_at", "breached_at", "next_at", "warned_at"])
            moved = clock.due_at
    return moved


def extend_clock(
    subject_id: uuid.UUID,
    kind: str,
    limit: Limit,
    *,
    now: dt.datetime,
    calendar: Calendar,
    approved: bool = False,
    warn_share: int = 0,
) -> tuple[dt.datetime, dt.datetime]:
    """The one extension by right, or another one that was ``approved``: the due instant moves by ``limit``.

    Returns (before, after). Raises Conflict when there is no such clock, it is paused, or it was extended before.
    """
    clock = next(iter(_live(subject_id, [kind])), None)
    if clock is None or clock.state != Clock.State.RUNNING:
        raise Conflict(_("No time limit is running that could be extended."))
    if clock.extended_from is not None and not approved:
        raise Conflict(
            _("The time limit was extended once already. Ask a supervisor if still more time is needed.")
        )
    before = clock.due_at
    clock.extended_from = clock.extended_from or before
    clock.due_at = due(before, limit.amount, limit.unit, calendar)
    _look_again(clock, warn_share, now)
    clock.save(update_fields=["extended_from", "due_at", "next_at", "warned_at"])
    return before, clock.due_at


LIVE = (Clock.State.RUNNING, Clock.State.PAUSED)


def _live(subject_id: uuid.UUID, kinds: Iterable[str]) -> list[Clock]:
    return list(
        Clock.objects.select_for_update().filter(subject_id=subject_id, kind__in=list(kinds), state__in=LIVE)
    )
