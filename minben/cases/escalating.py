"""Who is told when a time limit comes near, ends, and is still not met: rules that administrators set on a screen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.foundation.options import held
from minben.foundation.options.groups import Group, Kind, Option, Values, Wrong, declare
from minben.foundation.records.errors import Text
from minben.processes.models import Clock

NAME = "escalation"
OLD_NEWS = dt.timedelta(days=1)
"""What passed longer ago (imported history, a worker that stood still for long) is on record, but told to nobody."""


class Who(StrEnum):
    ASSIGNEE = "assignee"
    SUPERVISOR = "supervisor"
    CENTRE = "centre"


WHO: dict[str, Text] = {
    Who.ASSIGNEE: _("Whoever has the case"),
    Who.SUPERVISOR: _("Supervisors of the department"),
    Who.CENTRE: _("Supervisors of the hotline centre"),
}


class Stage(StrEnum):
    """In the order in which a clock comes to them; the name is that of the line on the timeline."""

    WARNED = "warned"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    STILL_LATE = "still_late"


@dataclass(frozen=True)
class Rules:
    """``share``: per cent of the time after which is warned. ``later``, ``last``: how long after it was due."""

    share: int
    later: dt.timedelta
    last: dt.timedelta
    who: dict[Stage, tuple[Who, ...]]

    def stage_of(self, clock: Clock) -> Stage:
        """What is to be told at ``clock.next_at``."""
        if clock.breached_at is None:
            return Stage.WARNED
        first = clock.next_at is not None and clock.next_at < clock.due_at + self.last
        return Stage.ESCALATED if first else Stage.STILL_LATE


def rules() -> Rules:
    """Those in force; read at most every ten seconds by each process."""
    values = held.of(NAME)
    return Rules(
        share=values["warn_share"],
        later=dt.timedelta(hours=values["later_hours"]),
        last=dt.timedelta(hours=values["last_hours"]),
        who={
            Stage.WARNED: _who(values["warn_who"]),
            Stage.OVERDUE: _who(values["due_who"]),
            Stage.ESCALATED: _who(values["later_who"]),
            Stage.STILL_LATE: _who(values["last_who"]),
        },
    )


def _who(names: list[str]) -> tuple[Who, ...]:
    return tuple(Who(name) for name in names)


def warn_share() -> int:
    """Per cent of its time after which a clock is warned of."""
    return int(held.of(NAME)["warn_share"])


def _options() -> tuple[Option, ...]:
    return (
        _number("warn_share", _("Warn when this much of the time is over"), 80, 50, 99, _("per cent")),
        _whom("warn_who", _("Who is warned"), Who.ASSIGNEE),
        _whom("due_who", _("Who is told when the time is over"), Who.ASSIGNEE, Who.SUPERVISOR),
        _number("later_hours", _("Tell again so long after it was due"), 24, 1, 720, _("hours")),
        _whom("later_who", _("Who is told then"), Who.SUPERVISOR),
        _number("last_hours", _("And once more so long after it was due"), 72, 2, 2160, _("hours")),
        _whom("last_who", _("Who is told at last"), Who.SUPERVISOR, Who.CENTRE),
    )


def _number(name: str, label: Text, default: int, least: int, most: int, unit: Text) -> Option:
    return Option(name, label, Kind.NUMBER, default, least=least, most=most, unit=unit)


def _whom(name: str, label: Text, *default: Who) -> Option:
    choices: tuple[tuple[str, Text], ...] = tuple((str(who), text) for who, text in WHO.items())
    named: list[Any] = [str(who) for who in default]
    return Option(name, label, Kind.MANY, named, choices=choices, needed=False)


def _check(values: Values) -> Wrong:
    if values["last_hours"] <= values["later_hours"]:
        return {"last_hours": _("This is later than the time before it.")}
    return {}


declare(
    Group(
        NAME,
        _("Warnings and escalation"),
        _(
            "Who finds a case among their mentions when a time limit comes near, when it is over, and when it is still not met. "
            "Nobody chosen: nobody is told. A case that nobody has taken is told to the supervisors of its department. "
            "Clocks that run already are warned of at the share with which they began."
        ),
        _options,
        check=_check,
    )
)
