"""Dispatch rules: a published decision table says which department a request belongs to, and why.

The table is called ``dispatch_rules``. It reads ``area``, ``category``, ``group``, ``service``, ``urgency``, ``kind``, ``channel``,
``place`` and ``received``, nothing about a person, and answers ``department`` (its code) and, if it likes, ``automatic``,
``beside`` (codes of departments that are asked to help, separated by commas) and ``first_signs`` (whoever signs first leads).
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from minben.agencies.models import Department, Jurisdiction
from minben.agencies.queries import department_names
from minben.cases.models import Case, RuleFollowed
from minben.catalog.models import Category
from minben.foundation.records.errors import Invalid
from minben.processes import specs
from minben.processes.decisions import Model, Outcome
from minben.processes.decisions.showing import Cell, Head, Row, said

KEY = "dispatch_rules"
MOST_BESIDE = 20
CHINESE = "zh-hant"
"""Tables are written in it; what stands in their cells is compared with it."""


@dataclass(frozen=True)
class Advice:
    """What the table in force says of a case. ``because``: the facts that its rule tells apart, as (heading, value).

    ``department_id`` is None when the rule names a department that is not there any more: ``code`` says which. Of those
    ``beside`` it (by id) the ones that are not there are left out.
    """

    version_id: uuid.UUID
    table: str
    rule: str
    number: int
    reason: str
    because: list[tuple[str, str]]
    code: str
    department_id: uuid.UUID | None
    department: str
    automatic: bool
    beside: Mapping[uuid.UUID, str] = field(default_factory=dict)
    first_signs: bool = False

    @property
    def beside_names(self) -> list[str]:
        return list(self.beside.values())


@dataclass(frozen=True)
class Fared:
    """How often a rule had a suggestion, how often it was followed by people, and how often it dispatched by itself."""

    suggested: int
    followed: int
    automatic: int

    @property
    def share(self) -> float | None:
        """Of what people decided. None before they decided anything."""
        return self.followed / self.suggested if self.suggested else None


def advice_for(case: Case, *, now: dt.datetime | None = None) -> Advice | None:
    """None where no table is published, no rule holds, or the table cannot be asked with these facts."""
    version_id = specs.published(KEY)
    if version_id is None:
        return None
    model = specs.table_of(version_id)
    here = (now or timezone.now()).astimezone(case.jurisdiction.zone)
    try:
        outcome = model.decide(model.order[-1], Facts(case), here)
    except Invalid:
        return None
    return _advice(version_id, model, outcome)


def gives_automatic(version_id: uuid.UUID) -> bool:
    """May a rule of this table dispatch by itself? Only one that speaks of it can."""
    return b"automatic" in specs.table_of(version_id).xml


def note(case: Case, chosen_id: uuid.UUID, *, automatic: bool, now: dt.datetime) -> None:
    """Keep what the rules had said when a case is sent to a department: hits and misses are counted."""
    advice = advice_for(case, now=now)
    if advice is None or advice.department_id is None:
        return
    RuleFollowed.objects.create(
        case=case,
        version_id=advice.version_id,
        rule=advice.rule,
        suggested_id=advice.department_id,
        chosen_id=chosen_id,
        automatic=automatic,
        at=now,
    )


def fared(version_id: uuid.UUID) -> dict[str, Fared]:
    """How each rule of a table fared, by its id."""
    people = Q(automatic=False)
    rows = RuleFollowed.objects.filter(version_id=version_id).values("rule").order_by()
    counted = rows.annotate(
        suggested=Count("id", filter=people),
        followed=Count("id", filter=people & Q(chosen_id=F("suggested_id"))),
        by_itself=Count("id", filter=Q(automatic=True)),
    )
    return {row["rule"]: Fared(row["suggested"], row["followed"], row["by_itself"]) for row in counted}


class Facts(Mapping[str, Any]):
    """What the table may read of one case, each when it is asked for."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def categories(self) -> list[Category]:
        """The category of its topic and those above it, the outermost last."""
        code = self.case.topic.rsplit("/", 1)[-1]
        rows = Category.objects.select_related("parent__parent").filter(code=code, active=True)
        found, line = (rows.first() if code else None), list[Category]()
        while found is not None:
            line.append(found)
            found = found.parent
        return line

    def __getitem__(self, name: str) -> Any:
        return _FACTS[name](self)

    def __iter__(self) -> Iterator[str]:
        return iter(_FACTS)

    def __len__(self) -> int:
        return len(_FACTS)


def _named(categories: Sequence[Category]) -> str:
    return str(categories[0].name.get(CHINESE, categories[0].code)) if categories else ""


def _area(facts: Facts) -> str:
    """The district: by its code, else the one that the place names."""
    case = facts.case
    districts = _districts(case.jurisdiction_id)
    by_code = dict(districts)
    if case.area_code:
        return by_code.get(case.area_code, case.area_code)
    return next((name for _code, name in districts if name and name in case.place), "")


def _districts(jurisdiction_id: uuid.UUID) -> list[tuple[str, str]]:
    rows = Jurisdiction.objects.filter(parent_id=jurisdiction_id).order_by("code")
    return [(row.code, str(row.name.get(CHINESE, ""))) for row in rows]


def _service(facts: Facts) -> str:
    case = facts.case
    return case.service_version.service.slug if case.service_version else ""


_FACTS: dict[str, Callable[[Facts], Any]] = {
    "area": _area,
    "category": lambda facts: _named(facts.categories),
    "group": lambda facts: _named(facts.categories[-1:]),
    "service": _service,
    "urgency": lambda facts: str(facts.case.urgency),
    "kind": lambda facts: str(facts.case.kind),
    "channel": lambda facts: facts.case.channel,
    "place": lambda facts: facts.case.place,
    "received": lambda facts: facts.case.made_at.astimezone(facts.case.jurisdiction.zone),
}
NAMES = frozenset(_FACTS)


def _advice(version_id: uuid.UUID, model: Model, outcome: Outcome) -> Advice | None:
    given = outcome.value if isinstance(outcome.value, Mapping) else outcome.values
    held = next(_held(outcome), None)
    code = given.get("department")
    if held is None or not isinstance(code, str) or not code:
        return None
    hit = held.rules[0]
    codes = [code, *_codes(given.get("beside"))]
    rows = Department.objects.filter(code__in=codes, active=True)
    found = {row.code: row.id for row in rows.only("id", "code")}
    names, department = department_names(found.values()), found.get(code)
    return Advice(
        version_id=version_id,
        table=model.name or model.id,
        rule=hit.rule,
        number=hit.number,
        reason=hit.reason,
        because=list(_because(model, hit.rule, held)),
        code=code,
        department_id=department,
        department=names.get(department, code) if department else code,
        automatic=given.get("automatic") is True,
        beside={found[one]: names[found[one]] for one in codes[1:] if one in found and one != code},
        first_signs=given.get("first_signs") is True,
    )


def _codes(said: Any) -> list[str]:
    """Codes of departments as a cell holds them: a list, or one text with commas of either script."""
    parts = (
        said
        if isinstance(said, (list, tuple))
        else re.split(r"[,，、;；\s]+", said if isinstance(said, str) else "")
    )
    return list(dict.fromkeys(str(part) for part in parts if part))[:MOST_BESIDE]


def _held(outcome: Outcome) -> Iterator[Outcome]:
    """The outcomes that rest on a rule, the outermost first."""
    if outcome.rules:
        yield outcome
    for inner in outcome.required.values():
        yield from _held(inner)


def _because(model: Model, rule: str, held: Outcome) -> Iterator[tuple[str, str]]:
    heads, row = _row(model, rule)
    values = list(held.inputs.values())
    for head, cell, value in zip(heads, row.inputs if row else (), values, strict=False):
        if _tells(cell):
            yield head.label, said(value)


def _row(model: Model, rule: str) -> tuple[tuple[Head, ...], Row | None]:
    for table in model.tables():
        for row in table.rows:
            if row.id == rule:
                return table.inputs, row
    return (), None


def _tells(cell: Cell) -> bool:
    return cell.text.strip() not in {"", "-"}


__all__ = ["KEY", "NAMES", "Advice", "Facts", "Fared", "advice_for", "fared", "gives_automatic", "note"]
