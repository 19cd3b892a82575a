"""The chips of a narrowed list, each taking its own narrowing away."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from minben.desk.forms.cases import NARROWING, CasesForm


@dataclass(frozen=True)
class Chip:
    label: str
    href: str


def chips(form: CasesForm, query: QueryDict, address: str) -> list[Chip]:
    """What the list is narrowed to, in words."""
    given = form.given
    return [
        Chip(f"{form.fields[name].label}: {_said(form, name)}", without(query, address, name))
        for name in NARROWING
        if given.get(name)
    ]


def without(query: QueryDict, address: str, *names: str) -> str:
    rest = query.copy()
    for name in (*names, "cursor"):
        rest.pop(name, None)
    return f"{address}?{rest.urlencode()}" if rest else address


def _said(form: CasesForm, name: str) -> str:
    value = str(form.given[name])
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))
