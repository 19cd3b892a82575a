"""The built-in flow as data: which tasks and clocks each step ends and opens (DESIGN §5).

``cases.course.following`` applies it to a live case, ``cases.history.recording`` to imported history. Drawn processes take the
table's place later; worklists, boards and queues read only Task and Clock and do not notice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_noop

from minben.agencies.queries import calendar_of
from minben.cases.limits import limit_for
from minben.cases.models import Case, Kind
from minben.catalog.models import LifeEventType, ServiceVersion
from minben.foundation.access.roles import Role
from minben.foundation.worktime import Unit, due
from minben.foundation.worktime.statutory import JOINT_DECISION
from minben.processes.actions.clocks import Limit


class Place(StrEnum):
    CENTRE = "centre"
    DEPARTMENT = "department"
    ABOVE = "above"


class DueBy(StrEnum):
    """What a task's due time is: its own clock's, the promised date, or nothing."""

    CLOCK = "clock"
    PROMISE = "promise"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Opens:
    """A task that a step opens."""

    task: str
    role: Role
    place: Place
    due: DueBy = DueBy.CLOCK
    personal: bool = False


@dataclass(frozen=True)
class Effect:
    """What one step does: tasks done, clocks stopped (met or missed), all the rest cancelled, clocks started."""

    done: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    clears: bool = False
    starts: tuple[str, ...] = ()
    opens: Opens | None = None


_DISPATCH = Opens("dispatch", Role.DISPATCHER, Place.CENTRE)
_SIGN = Opens("sign", Role.OFFICER, Place.DEPARTMENT, personal=True)
_WORK = Opens("work", Role.OFFICER, Place.DEPARTMENT, DueBy.PROMISE, personal=True)
_PRE_CHECK = Opens("pre_check", Role.OFFICER, Place.DEPARTMENT)
_ENDED = Effect(clears=True)
_CHECKS = ("later_check", "recheck")
_AGAIN = Effect(done=("check", "callback", "close"), stop=("callback",), starts=("answer",), opens=_WORK)

HOTLINE: dict[str, Effect] = {
    "submit": Effect(starts=("dispatch", "answer"), opens=_DISPATCH),
    "refuse": _ENDED,
    "answer_at_once": Effect(done=("dispatch",), stop=("dispatch", "answer"), clears=True),
    "dispatch": Effect(done=("dispatch",), stop=("dispatch",), starts=("sign",), opens=_SIGN),
    "transfer": Effect(
        done=("sign", "work", "more_time"), stop=("sign", "contact"), starts=("sign",), opens=_SIGN
    ),
    "return": Effect(
        done=("sign", "work", "more_time"), stop=("sign", "contact"), starts=("dispatch",), opens=_DISPATCH
    ),
    "sign": Effect(done=("sign",), stop=("sign",), starts=("contact",), opens=_WORK),
    "start": Effect(stop=("contact",)),
    "answer": Effect(
        done=("sign", "work", "more_time"),
        stop=("sign", "contact", "answer"),
        opens=Opens("check", Role.CHECKER, Place.CENTRE, DueBy.NOTHING),
    ),
    "check": Effect(
        done=("check",), starts=("callback",), opens=Opens("callback", Role.CALLBACK, Place.CENTRE)
    ),
    "send_back": _AGAIN,
    "redo": _AGAIN,
    "reopen": _AGAIN,
    "call_back": Effect(
        done=("callback",),
        stop=("callback",),
        opens=Opens("close", Role.CALLBACK, Place.CENTRE, DueBy.NOTHING),
    ),
    "close": Effect(done=("callback", "close"), stop=("callback",), clears=True),
    "withdraw": _ENDED,
    "merge": _ENDED,
}

APPLICATION: dict[str, Effect] = {
    "submit": Effect(starts=("pre_check",), opens=_PRE_CHECK),
    "refuse": Effect(done=("pre_check",), stop=("pre_check",), clears=True),
    "ask_supplement": Effect(done=("pre_check",), stop=("pre_check",), starts=("supply",)),
    "supply": Effect(stop=("supply",), starts=("pre_check",), opens=_PRE_CHECK),
    "accept": Effect(
        done=("pre_check",),
        stop=("pre_check",),
        starts=("decide",),
        opens=Opens("examine", Role.OFFICER, Place.DEPARTMENT, personal=True),
    ),
    "decide": Effect(
        done=("examine",),
        stop=("decide",),
        starts=("deliver",),
        opens=Opens("deliver", Role.OFFICER, Place.DEPARTMENT, personal=True),
    ),
    "deliver": Effect(
        done=("deliver",),
        stop=("deliver",),
        opens=Opens("close", Role.OFFICER, Place.DEPARTMENT, DueBy.NOTHING),
    ),
    "close": Effect(done=("deliver", "close"), stop=("deliver",), clears=True),
    "withdraw": _ENDED,
}

ONLY_DRAWN: dict[str, Effect] = {
    "accept_lacking": Effect(
        done=("pre_check",),
        stop=("pre_check",),
        starts=("decide", "lacking"),
        opens=Opens("await_rest", Role.OFFICER, Place.DEPARTMENT, personal=True),
    ),
    "complete": Effect(
        done=("await_rest",),
        stop=("lacking",),
        opens=Opens("examine", Role.OFFICER, Place.DEPARTMENT, DueBy.PROMISE, personal=True),
    ),
    "return_lacking": Effect(done=("await_rest",), stop=("lacking",), clears=True),
    "promise_kept": Effect(done=_CHECKS, stop=("later_check", "correction"), clears=True),
    "order_correction": Effect(
        done=("later_check",),
        stop=("later_check",),
        starts=("correction",),
        opens=Opens("recheck", Role.OFFICER, Place.DEPARTMENT, personal=True),
    ),
    "withdraw_result": Effect(done=_CHECKS, stop=("later_check", "correction"), clears=True),
}
"""What the steps do for which a drawing must wait: the built-in flow has no place for them."""

LATER_CHECK = Effect(
    done=("deliver",),
    stop=("deliver",),
    starts=("later_check",),
    opens=Opens("later_check", Role.OFFICER, Place.DEPARTMENT, personal=True),
)
"""What delivering does where a promise is checked later (告知承諾): the drawing of such a service says so."""

PROMISES = frozenset({"answer", "decide"})
"""Clocks whose due time is the date promised to the person."""

_UNITS = {"1": Unit.WORKDAY, "2": Unit.DAY, "3": Unit.MONTH, "5": Unit.HOUR, "6": Unit.MINUTE}


def effect_of(kind: str, verb: str) -> Effect:
    return (APPLICATION | ONLY_DRAWN if kind == Kind.APPLICATION else HOTLINE).get(verb, Effect())


def main_clock(case: Case) -> str:
    """The clock behind the promised date: ``decide`` for applications, ``answer`` for everything else."""
    return "decide" if case.kind == Kind.APPLICATION else "answer"


def reopen_until(case: Case) -> dt.datetime | None:
    """Until when the person may have a closed case taken up again; None for one that is not closed."""
    if case.closed_at is None:
        return None
    limit = limit_for(
        "reopen", kind=case.kind, urgency=case.urgency, place=case.jurisdiction_id, at=case.closed_at
    )
    return due(case.closed_at, limit.amount, limit.unit, calendar_of(case.jurisdiction))


def _of_the_whole(event: LifeEventType) -> Limit:
    """The one deadline of a bundle: promised, or that of the law for joint handling (行政許可法 art. 42 para 2)."""
    if event.promised_amount:
        unit = _UNITS.get(event.promised_unit, Unit.WORKDAY)
        return Limit(Decimal(event.promised_amount), unit, gettext_noop("Promised for the whole life event"))
    return Limit(
        Decimal(JOINT_DECISION),
        Unit.WORKDAY,
        gettext_noop("行政許可法 art. 42: joint handling within 45 working days"),
    )


def limit_of(case: Case, clock: str, at: dt.datetime | None = None) -> Limit:
    """The limit of a clock of this case that begins ``at``; a decision keeps what the guide of its service promises."""
    version = case.service_version if case.service_version_id else None
    if clock == "decide" and case.event is not None:
        return _of_the_whole(case.event)
    if clock == "decide" and version is not None and version.promised_amount:
        return _in_guide(
            version.promised_amount,
            version.promised_unit,
            gettext_noop("Promised in the guide of the service"),
        )
    if clock == "decide" and version is not None and version.mode == ServiceVersion.Mode.INSTANT:
        if promised(case.answers):
            clock = "at_once"
        elif version.statutory_amount:
            return _in_guide(
                version.statutory_amount, version.statutory_unit, gettext_noop("Set by law for the service")
            )
    return limit_for(clock, kind=case.kind, urgency=case.urgency, place=case.jurisdiction_id, at=at)


def promised(answers: Mapping[str, Any]) -> bool:
    """May it be decided at once? Not where somebody was asked for a commitment and chose to bring proof instead."""
    return answers.get("commitment", True) in (True, "promise")


def _in_guide(amount: int, unit: str, rule: str) -> Limit:
    return Limit(Decimal(amount), _UNITS.get(unit, Unit.WORKDAY), rule)
