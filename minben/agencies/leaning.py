"""What still leans on a department: each room says what it knows of, so that none is closed over open work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Text

from .models import Department, Office, Staff

Count = Callable[[Department], int]


@dataclass(frozen=True)
class Left:
    """``count`` things of one kind that have to go elsewhere first."""

    label: Text
    count: int


_kinds: dict[str, tuple[Text, Count]] = {}


def leans(name: str, label: Text, count: Count) -> None:
    """Tell of one kind of thing; ``label`` is a heading for a number, like “Open requests”."""
    _kinds[name] = label, count


def left_of(department: Department) -> list[Left]:
    """What is in the way of closing it, in the order of the rooms."""
    found = [Left(label, count(department)) for label, count in _kinds.values()]
    return [left for left in found if left.count]


leans(
    "parts", _("Departments below it"), lambda one: Department.objects.filter(parent=one, active=True).count()
)
leans(
    "offices",
    _("Offices that are open"),
    lambda one: Office.objects.filter(department=one, active=True).count(),
)
leans("staff", _("Staff at work"), lambda one: Staff.objects.filter(department=one, active=True).count())
