"""Many past cases of one shape at once: the first is run through :func:`recording.record`, the others are stamped.

A million finished requests have a few hundred shapes: the same steps, department, door and outcome. A shape is recorded
once with moments and texts that occur nowhere else; wherever one of them turns up in a row stands a place to fill in.
So the rows are those that ``record`` makes, by the same state table and flow; a test compares them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db import models

from minben.agencies.models import Department, Jurisdiction
from minben.cases.intake import numbers
from minben.cases.models import Case, CaseEvent, CaseSearch, Interaction
from minben.foundation import textsearch
from minben.foundation.records.copying import as_text, copy_text
from minben.foundation.records.ids import UTC, id_at, moment_of, new_id
from minben.foundation.worktime import Calendar

from .recording import Elsewhere, PastCase, Rows, days_between, record

TEXTS = ("title", "body", "place", "topic", "answers", "latitude", "longitude")
"""Columns of a case that differ from one to the next; all others belong to the shape."""
_OWN = {*TEXTS, "number", "track_token", "track_digest", "source_key", "answer"}
_BASE = dt.datetime(1971, 1, 1, tzinfo=UTC)
_DAY = dt.timedelta(days=1)
_ALIAS = {(Interaction, "summary"): "title", ("Task", "label"): "title", ("Clock", "amount"): "amount"}
Key = tuple[Any, ...]
Lines = dict[str, tuple[Sequence[str], list[str]]]


def fits(past: PastCase) -> bool:
    """Only plain history of another system: no word or fact on a step, in order."""
    moments = [past.received_at, *(step.at for step in past.steps)]
    plain = all(not step.text and set(step.data) <= {"assumed"} for step in past.steps)
    return past.elsewhere is not None and past.rating is None and plain and moments == sorted(moments)


@dataclass(frozen=True)
class _Line:
    """One row to be: its table, its text with gaps, what fills them, and which moment its own key carries."""

    table: str
    columns: tuple[str, ...]
    text: str
    fill: Callable[[Mapping[str, str]], tuple[str, ...]]
    key_at: int | None
    chained: bool


@dataclass
class Press:
    """The shapes of one import; ``lines`` gathers rows by table until they are written."""

    jurisdiction: Jurisdiction
    centre: Department
    calendar: Calendar
    shapes: dict[Key, list[_Line]] = field(default_factory=dict)
    lines: Lines = field(default_factory=dict)

    def add(self, past: PastCase, number: str) -> None:
        """Raises Invalid, as ``record`` does, for a step that the state table does not allow."""
        key = _shape_of(past)
        shape = self.shapes.get(key)
        if shape is None:
            shape = self.shapes[key] = self._cut(past)
        values, moments = _values(past, number)
        before: uuid.UUID | None = None
        for line in shape:
            made = _key(moments, line, before)
            before = made if line.chained else before
            values["own"] = made.hex
            self._lines_of(line).append(line.text % line.fill(values))

    def taken(self) -> Lines:
        """The rows gathered so far; the press begins anew."""
        lines, self.lines = self.lines, {}
        return lines

    def _lines_of(self, line: _Line) -> list[str]:
        found = self.lines.get(line.table)
        if found is None:
            found = self.lines[line.table] = (line.columns, [])
        return found[1]

    def _cut(self, past: PastCase) -> list[_Line]:
        rows, model = Rows(), _model(past)
        case = record(
            model,
            rows=rows,
            jurisdiction=self.jurisdiction,
            centre=self.centre,
            calendar=self.calendar,
            number="-",
        )
        marks = _marks(model)
        found = [*rows.cases, *rows.scopes, *rows.events, *rows.interactions, *rows.clocks, *rows.tasks]
        return [_line(row, case, marks) for row in [*found, CaseSearch(case=case, vector="")]]


def store(lines: Lines) -> None:
    """Write rows in the running transaction."""
    for table, (columns, rows) in lines.items():
        copy_text(table, columns, "".join(rows))


def _shape_of(past: PastCase) -> Key:
    same = tuple((name, value) for name, value in past.fields.items() if name not in TEXTS)
    steps = tuple(
        (step.verb, step.staff_id, step.staff_name, step.department and step.department.id, bool(step.data))
        for step in past.steps
    )
    lead = past.lead and past.lead.id
    placed = None not in (past.fields.get("latitude"), past.fields.get("longitude"))
    return same, steps, lead, placed, past.source, past.statutory, _against_target(past)


def _against_target(past: PastCase) -> tuple[Any, ...]:
    """How each step stands to the promise, and the promise to the day of the import."""
    there = past.elsewhere
    if there is None or there.target_at is None:
        return (there and there.rule,)
    late = [step.at > there.target_at for step in past.steps]
    return there.rule, *late, there.target_at < there.seen_at


def _model(past: PastCase) -> PastCase:
    """The shape itself: the same steps, a day apart, with the promise lying between the same two of them."""
    steps = tuple(dataclasses.replace(step, at=_BASE + _DAY * n) for n, step in enumerate(past.steps, 1))
    there = past.elsewhere
    assert there is not None
    target, seen = None, _BASE
    if there.target_at is not None:
        timely = sum(step.at <= there.target_at for step in past.steps)
        target = _BASE + _DAY * timely + _DAY / 2
        seen = target + (_DAY if there.target_at < there.seen_at else -_DAY)
    return dataclasses.replace(
        past, received_at=_BASE, steps=steps, elsewhere=Elsewhere(target, seen, there.rule)
    )


def _marks(model: PastCase) -> dict[dt.datetime, str]:
    moments = [model.received_at, *(step.at for step in model.steps)]
    marks = {moment: f"at{n}" for n, moment in enumerate(moments)}
    if model.elsewhere is not None and model.elsewhere.target_at is not None:
        marks[model.elsewhere.target_at] = "target"
    return marks


def _line(row: models.Model, case: Case, marks: Mapping[dt.datetime, str]) -> _Line:
    columns: list[str] = []
    gaps: list[str] = []
    pieces: list[str] = []
    for column in row._meta.concrete_fields:
        gap = _gap(row, column, case, marks)
        columns.append(str(column.column))
        if gap:
            gaps.append(gap)
        pieces.append("%s" if gap else as_text(_stored(column, row)).replace("%", "%%"))
    fill = itemgetter(*gaps) if len(gaps) > 1 else lambda values: (values[gaps[0]],)
    mark = marks.get(moment_of(row.pk)) if isinstance(row.pk, uuid.UUID) else None
    return _Line(
        table=row._meta.db_table,
        columns=tuple(columns),
        text="\t".join(pieces) + "\n",
        fill=fill,
        key_at=int(mark[2:]) if mark else None,
        chained=isinstance(row, CaseEvent),
    )


def _stored(column: models.Field[Any, Any], row: models.Model) -> Any:
    value = getattr(row, column.attname)
    return value.hex if isinstance(value, uuid.UUID) else value


def _gap(
    row: models.Model, column: models.Field[Any, Any], case: Case, marks: Mapping[dt.datetime, str]
) -> str:
    """Which of the case's own values stands in this column, or "" for one that all cases of the shape share."""
    name, value = column.attname, getattr(row, column.attname)
    if isinstance(row, Case) and name in _OWN:
        return name
    if isinstance(row, CaseSearch) and name == "vector":
        return name
    alias = _ALIAS.get((type(row), name)) or _ALIAS.get((type(row).__name__, name))
    if alias:
        return alias
    if value == case.id:
        return "case"
    if column.primary_key:
        return "own"
    return marks[value] if isinstance(value, dt.datetime) else ""


def _key(moments: Sequence[dt.datetime], line: _Line, before: uuid.UUID | None) -> uuid.UUID:
    if line.key_at is None:
        return new_id()
    return id_at(moments[line.key_at], after=before if line.chained else None)


def _values(past: PastCase, number: str) -> tuple[dict[str, str], list[dt.datetime]]:
    token = numbers.new_token()
    moments = [past.received_at, *(step.at for step in past.steps)]
    texts = {name: past.fields.get(name) for name in TEXTS}
    values = {
        "case": id_at(past.received_at).hex,
        "number": number,
        "track_token": token,
        "track_digest": numbers.code_digest(numbers.code_for(token)),
        "source_key": as_text(past.source_key),
        "answer": as_text(past.answer),
        "vector": as_text(textsearch.vector(words_of(texts, number, past.answer))),
    }
    values |= {name: as_text(_or_default(name, value)) for name, value in texts.items()}
    values |= {f"at{n}": moment.isoformat() for n, moment in enumerate(moments)}
    target = past.elsewhere.target_at if past.elsewhere is not None else None
    if target is not None:
        values |= {"target": target.isoformat(), "amount": str(days_between(past.received_at, target))}
    return values, moments


def _or_default(name: str, value: Any) -> Any:
    if value is not None or name in {"latitude", "longitude"}:
        return value
    return {} if name == "answers" else ""


def words_of(texts: Mapping[str, Any], number: str, answer: str) -> list[tuple[str, str]]:
    """What a past case is found by, with the weight of each."""
    return [
        (number, "A"),
        (texts.get("title") or "", "A"),
        (texts.get("place") or "", "C"),
        (texts.get("body") or "", "C"),
        (answer, "D"),
    ]
