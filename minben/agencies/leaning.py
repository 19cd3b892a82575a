"""What still leans on a department: each room says what it knows of, and how its successor takes it over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Text

from .models import Department


@dataclass(frozen=True)
class Handover:
    """``source`` is being closed, ``heir`` takes over what leans on it."""

    actor: Actor
    source: Department
    heir: Department
    now: dt.datetime


Count = Callable[[Department], int]
PassOn = Callable[[Handover], None]


@dataclass(frozen=True)
class Left:
    """``count`` things of one kind. ``passes``: a successor takes them over; else they have to go elsewhere first."""

    label: Text
    count: int
    passes: bool = False


@dataclass(frozen=True)
class _Kind:
    label: Text
    count: Count
    pass_on: PassOn | None


_kinds: dict[str, _Kind] = {}


def leans(name: str, label: Text, count: Count, pass_on: PassOn | None = None) -> None:
    """Tell of one kind of thing; ``label`` is a heading for a number, like “Open requests”."""
    _kinds[name] = _Kind(label, count, pass_on)


def left_of(department: Department) -> list[Left]:
    """What is in the way of closing it, in the order of the rooms."""
    found = [Left(kind.label, kind.count(department), kind.pass_on is not None) for kind in _kinds.values()]
    return [left for left in found if left.count]


def pass_all_on(handover: Handover) -> None:
    """Give everything that can be taken over to the successor, in the caller's transaction."""
    for kind in _kinds.values():
        if kind.pass_on is not None:
            kind.pass_on(handover)


leans(
    "parts", _("Departments below it"), lambda one: Department.objects.filter(parent=one, active=True).count()
)
