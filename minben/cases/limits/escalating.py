"""Who is told when a time limit comes near, ends, and is still not met: rules that administrators set on screens.

There is one set for all. Kinds of work, and urgencies of a kind, may have their own; the most exact one that was set holds.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from minben.cases.models import Case, Urgency
from minben.foundation.options import held
from minben.foundation.options.groups import Group, Kind, Option, Values, Wrong, declare
from minben.foundation.records.errors import Text
from minben.processes.models import Clock

from .subjects import Sort, Subject, sort_of

NAME = "escalation"
OLD_NEWS = dt.timedelta(days=1)
"""What passed longer ago (imported history, a worker that stood still for long) is on record, but told to nobody."""


class Who(StrEnum):
    ASSIGNEE = "assignee"
    SUPERVISOR = "supervisor"
    LEAD = "lead"
    CENTRE = "centre"


WHO: dict[str, Text] = {
    Who.ASSIGNEE: _("Whoever has it"),
    Who.SUPERVISOR: _("Supervisors of the department"),
    Who.LEAD: _("Supervisors of the department that leads"),
    Who.CENTRE: _("Supervisors of the hotline centre"),
}
SORTS: dict[Sort, Text] = {
    Sort.HOTLINE: _("Hotline requests"),
    Sort.APPLICATION: _("Applications"),
    Sort.BUNDLE: _("One matter as a whole"),
    Sort.SUB_ORDER: _("Parts of departments beside the lead"),
    Sort.REPAIR: _("Repairs of bad ratings"),
}
OWN, GENERAL = "own", "general"


class Stage(StrEnum):
    """In the order in which a clock comes to them; the name is that of the line on the timeline."""

    WARNED = "warned"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    STILL_LATE = "still_late"


@dataclass(frozen=True)
class Rules:
    """``share``: per cent of the time after which is warned. ``later``, ``last``: how long after it was due."""

    name: str
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


def group_name(sort: str = "", urgency: str = "") -> str:
    return "_".join(filter(None, [NAME, sort, urgency]))


def rules(sort: str = "", urgency: str = "") -> Rules:
    """Those in force for a kind of work of an urgency; read at most every ten seconds by each process."""
    name = in_force(sort, urgency)
    values = held.of(name)
    known = _made.get(name)
    if known is None or known[0] is not values:
        known = _made[name] = (values, _rules(name, values))
    return known[1]


_made: dict[str, tuple[Values, Rules]] = {}
"""Rules as they were made last, with the values that they were made of: a sweep asks for each clock."""


def _rules(name: str, values: Values) -> Rules:
    return Rules(
        name=name,
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


def in_force(sort: str = "", urgency: str = "") -> str:
    """The name of the most exact rules that were set: of kind and urgency, of the kind, else the general ones."""
    exact = [group_name(sort, urgency)] if sort != Sort.REPAIR and urgency else []
    for name in [*exact, group_name(sort)] if sort else []:
        if held.of(name)["own"] == OWN:
            return name
    return NAME


def rules_of(subject: Subject) -> Rules:
    return rules(subject.sort, subject.urgency)


def _who(names: list[str]) -> tuple[Who, ...]:
    return tuple(Who(name) for name in names)


def warn_share(case: Case, sort: str = "") -> int:
    """Per cent of its time after which a clock of this case, or of another ``sort`` on it, is warned of."""
    return int(held.of(in_force(sort or sort_of(case), case.urgency))["warn_share"])


def _options(sort: str = "", urgency: str = "") -> tuple[Option, ...]:
    """Rules of their own begin with what holds without them."""
    plain: dict[str, Any] = held.of(in_force(sort if urgency else "")) if sort else {}

    def number(name: str, label: Text, default: int, least: int, most: int, unit: Text) -> Option:
        return Option(name, label, Kind.NUMBER, plain.get(name, default), least=least, most=most, unit=unit)

    def whom(name: str, label: Text, *default: Who) -> Option:
        choices: tuple[tuple[str, Text], ...] = tuple((str(who), text) for who, text in WHO.items())
        return Option(name, label, Kind.MANY, plain.get(name, [str(who) for who in default]), choices=choices)

    own = Option(
        "own",
        _("Which rules hold"),
        Kind.CHOICE,
        GENERAL,
        choices=((GENERAL, _("As the general ones")), (OWN, _("Those below"))),
    )
    return (
        *([own] if sort else []),
        number("warn_share", _("Warn when this much of the time is over"), 80, 1, 99, _("per cent")),
        whom("warn_who", _("Who is warned"), Who.ASSIGNEE),
        whom("due_who", _("Who is told when the time is over"), Who.ASSIGNEE, Who.SUPERVISOR),
        number("later_hours", _("Tell again so long after it was due"), 24, 1, 720, _("hours")),
        whom("later_who", _("Who is told then"), Who.SUPERVISOR, Who.LEAD),
        number("last_hours", _("And once more so long after it was due"), 72, 2, 2160, _("hours")),
        whom("last_who", _("Who is told at last"), Who.SUPERVISOR, Who.LEAD, Who.CENTRE),
    )


def _check(values: Values) -> Wrong:
    if values["last_hours"] <= values["later_hours"]:
        return {"last_hours": _("This is later than the time before it.")}
    return {}


declare(
    Group(
        NAME,
        _("Warnings and escalation"),
        _(
            "Who finds it among their mentions when a time limit comes near, when it is over, and when it is still not met. "
            "What nobody has taken is told to the supervisors of its department. Clocks that run already are warned of at the "
            "share with which they began."
        ),
        _options,
        check=_check,
    )
)


def own_names(sort: str = "") -> list[str]:
    """The groups that may say more exactly what this one says: of each kind of work, or of each urgency of one."""
    if not sort:
        return [group_name(one) for one in Sort]
    return [group_name(sort, one) for one in Urgency.values] if sort != Sort.REPAIR else []


def parts_of(name: str) -> tuple[str, str]:
    """Kind of work and urgency that the rules of this name are for; two empty words for the general ones."""
    for sort in Sort:
        for urgency in ("", *Urgency.values):
            if name == group_name(sort, urgency):
                return sort, urgency
    return "", ""


def _declare_own(sort: Sort, urgency: str = "") -> None:
    label = (
        format_lazy("{kind} · {urgency}", kind=SORTS[sort], urgency=Urgency(urgency).label)
        if urgency
        else SORTS[sort]
    )
    about = (
        _("For this urgency. Without rules here those of the kind hold.")
        if urgency
        else _("For this kind of work. Without rules here the general ones hold.")
    )
    options = partial(_options, sort, urgency)
    declare(Group(group_name(sort, urgency), label, about, options, check=_check, part_of=NAME))


for _sort in Sort:
    _declare_own(_sort)
    for _urgency in Urgency.values if _sort != Sort.REPAIR else ():
        _declare_own(_sort, _urgency)
