"""What the screens of settings show beside the form: where things stand, and what was changed by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minben.agencies.queries import staff_names
from minben.cases import numbering
from minben.foundation.access.actor import Actor
from minben.foundation.options import queries
from minben.foundation.options.groups import Group, Values
from minben.foundation.options.models import OptionChange
from minben.foundation.records.errors import Text


@dataclass(frozen=True)
class Told:
    """A change and who made it."""

    past: queries.Past
    by: str


@dataclass(frozen=True)
class Standing:
    """One group on the overview."""

    group: Group
    href: str
    lines: tuple[tuple[Text, Text], ...]
    last: OptionChange | None
    by: str


def overview(actor: Actor) -> list[Standing]:
    """Every group that ``actor`` may change, with what holds."""
    last = queries.last_changes(actor)
    names = _names(list(last.values()))
    return [_standing(group, last.get(group.name), names) for group in queries.groups_of(actor)]


def _standing(group: Group, row: OptionChange | None, names: dict[Any, str]) -> Standing:
    by = _by(row, names) if row is not None else ""
    return Standing(group, reverse(f"desk:settings_{group.name}"), queries.in_words(group), row, by)


def history(actor: Actor, name: str) -> list[Told]:
    found = queries.history(actor, name)
    names = _names([past.row for past in found])
    return [Told(past, _by(past.row, names)) for past in found]


def _names(rows: list[OptionChange]) -> dict[Any, str]:
    return dict(staff_names({row.staff_id for row in rows if row.staff_id is not None}))


def _by(row: OptionChange, names: dict[Any, str]) -> str:
    return names.get(row.staff_id, "") or _("Configuration file")


def beside(group: Group, values: Values) -> dict[str, Any]:
    """What only this group shows, for the form as it is filled in; nothing for values that do not fit."""
    maker = _BESIDE.get(group.name)
    return maker(values) if maker is not None and not group.wrongs(values) else {}


def _numbers(values: Values) -> dict[str, Any]:
    return {"next": numbering.preview(values)}


_BESIDE: dict[str, Callable[[Values], dict[str, Any]]] = {"numbers": _numbers}
