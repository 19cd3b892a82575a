"""The chips of a narrowed list, each taking its own narrowing away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from minben.config.forms import Form
from minben.desk.forms.cases import NARROWING, CasesForm


@dataclass(frozen=True)
class Chip:
    label: str
    href: str


def chips(form: CasesForm, query: QueryDict, address: str) -> list[Chip]:
    """What the list is narrowed to, in words."""
    return chips_of(form, form.given, NARROWING, query, address)


def chips_of(
    form: Form, given: Mapping[str, Any], names: Iterable[str], query: QueryDict, address: str
) -> list[Chip]:
    """Likewise for any form that narrows a list: a chip for each of ``names`` that was given."""
    return [
        Chip(f"{form.fields[name].label}: {_said(form, name, given)}", without(query, address, name))
        for name in names
        if given.get(name)
    ]


def without(query: QueryDict, address: str, *names: str) -> str:
    rest = query.copy()
    for name in (*names, "cursor"):
        rest.pop(name, None)
    return f"{address}?{rest.urlencode()}" if rest else address


def _said(form: Form, name: str, given: Mapping[str, Any]) -> str:
    value = str(given[name])
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))
