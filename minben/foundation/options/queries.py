"""Reads for the screens of settings: what holds, and who changed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed, require
from minben.foundation.records.errors import Missing, Text

from . import held
from .groups import Group, Values, all_groups, get
from .models import OptionChange

MOST = 50


@dataclass(frozen=True)
class Line:
    """One setting that differs: its name, from what, to what."""

    label: Text
    before: Text
    after: Text


@dataclass(frozen=True)
class Past:
    """A change as it is read later. ``standing``: this is what holds now."""

    row: OptionChange
    lines: tuple[Line, ...]
    standing: bool


def groups_of(actor: Actor, part_of: str = "") -> tuple[Group, ...]:
    """Those that ``actor`` may change: of the overview, or of one screen that lists its own."""
    return tuple(group for group in all_groups() if group.part_of == part_of and allowed(actor, group.policy))


def group_for(actor: Actor, name: str) -> Group:
    """One group. Raises Missing, or Refused to whom it is not given."""
    found = get(name)
    if found is None:
        raise Missing(_("There are no such settings."))
    require(actor, found.policy)
    return found


def history(actor: Actor, name: str) -> list[Past]:
    """The newest 50 changes, newest first: one statement."""
    group = group_for(actor, name)
    rows = list(OptionChange.objects.filter(group=name).order_by("-version")[:MOST])
    return [Past(row, differing(group, row.before, row.values), at == 0) for at, row in enumerate(rows)]


def values_at(actor: Actor, name: str, version: int) -> dict[str, Any]:
    """What held as ``version`` was the newest; 0 is how it came. Raises Missing."""
    group = group_for(actor, name)
    row = OptionChange.objects.filter(group=name, version=version or 1).first()
    if row is None:
        raise Missing(_("There is no such version of these settings."))
    found, known = (row.values if version else row.before), group.defaults()
    return known | {key: value for key, value in found.items() if key in known}


def last_changes(groups: Iterable[Group]) -> dict[str, OptionChange]:
    """The newest change of each of these groups."""
    names = [group.name for group in groups]
    rows = OptionChange.objects.filter(group__in=names).order_by("group", "-version").distinct("group")
    return {row.group: row for row in rows}


def differing(group: Group, before: Values, after: Values) -> tuple[Line, ...]:
    """What differs, in words. A setting that one of the two did not know yet held its default."""
    return tuple(
        Line(*told)
        for option in group.options()
        for told in option.differences(
            before.get(option.name, option.default), after.get(option.name, option.default)
        )
    )


def in_words(group: Group) -> tuple[tuple[Text, Text], ...]:
    """What holds now: names and values as people read them."""
    values = held.of(group.name)
    return tuple((option.label, option.shown(values[option.name])) for option in group.options())
