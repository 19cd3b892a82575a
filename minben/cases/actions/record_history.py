"""Writing past cases in bulk: chunks in a transaction each, an import twice makes the same state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from minben.agencies.models import Department, Jurisdiction
from minben.agencies.queries import calendar_of
from minben.cases.history.recording import PastCase, Rows, record
from minben.cases.history.stamping import words_of
from minben.cases.intake.numbers import format_number
from minben.cases.models import Case, CaseEvent, CaseScope, CaseSearch, Interaction, Rating
from minben.foundation import textsearch
from minben.foundation.access.actor import Actor
from minben.foundation.audit import trail
from minben.foundation.records.copying import copy_in
from minben.foundation.records.errors import Problem
from minben.foundation.records.partitions import ensure_partitions
from minben.processes.models import Clock, Task


@dataclass
class Recorded:
    """What became of a chunk: cases written, known before, and refused with the reason by source key."""

    written: int = 0
    known: int = 0
    refused: dict[str, str] = field(default_factory=dict)


def record_history(
    actor: Actor,
    past: Sequence[PastCase],
    *,
    jurisdiction: Jurisdiction,
    centre: Department,
    done: Callable[[int], None] | None = None,
) -> Recorded:
    """Write one chunk of past cases in one transaction. Cases whose (source, key) is known are left as they are."""
    result = Recorded()
    fresh = unknown(past, result)
    if not fresh:
        return result
    make_room(fresh)
    rows, calendar = Rows(), calendar_of(jurisdiction)
    with transaction.atomic():
        for item, number in zip(fresh, fresh_numbers(fresh, jurisdiction), strict=True):
            try:
                record(
                    item,
                    rows=rows,
                    jurisdiction=jurisdiction,
                    centre=centre,
                    calendar=calendar,
                    number=number,
                )
            except Problem as problem:
                result.refused[item.source_key] = str(problem.message)
        _store(rows)
        trail.wrote(
            actor,
            "case.history.recorded",
            subject=("jurisdiction", jurisdiction.id),
            after={"cases": len(rows.cases)},
        )
    result.written = len(rows.cases)
    if done is not None:
        done(len(past))
    return result


def make_room(past: Sequence[PastCase]) -> None:
    """Make the partitions of every month in which something happened.

    Making one locks its table for everybody until the transaction ends, so a long import calls this before it
    begins one; inside :func:`record_history` it then finds all of them there.
    """
    tables = [CaseEvent._meta.db_table, Interaction._meta.db_table]
    for month in sorted({moment.date().replace(day=1) for item in past for moment in _moments(item)}):
        ensure_partitions(month, month, tables=tables)


def _moments(item: PastCase) -> list[dt.datetime]:
    rated = [item.rating.at] if item.rating is not None else []
    return [m.astimezone(dt.UTC) for m in (item.received_at, *(step.at for step in item.steps), *rated)]


def unknown(past: Sequence[PastCase], result: Recorded) -> list[PastCase]:
    """Those whose key is not there yet; counts the others."""
    keys = [item.source_key for item in past if item.source_key]
    source = past[0].source if past else ""
    known = set(Case.objects.filter(source=source, source_key__in=keys).values_list("source_key", flat=True))
    result.known = len(known)
    return [item for item in past if not item.source_key or item.source_key not in known]


def fresh_numbers(past: Sequence[PastCase], jurisdiction: Jurisdiction) -> list[str]:
    """A number for each, of the year it came in."""
    years = [item.received_at.astimezone(jurisdiction.zone).year for item in past]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT minben_next_case_serial(y) FROM unnest(%s::int[]) WITH ORDINALITY AS t(y, n) ORDER BY n",
            [years],
        )
        serials = [int(row[0]) for row in cursor.fetchall()]
    return [format_number(year, serial) for year, serial in zip(years, serials, strict=True)]


def _store(rows: Rows) -> None:
    for model, found in (
        (Case, rows.cases),
        (CaseScope, rows.scopes),
        (CaseEvent, rows.events),
        (Interaction, rows.interactions),
        (Clock, rows.clocks),
        (Task, rows.tasks),
        (Rating, rows.ratings),
        (CaseSearch, [_search(case) for case in rows.cases]),
    ):
        copy_in(model, found)


def _search(case: Case) -> CaseSearch:
    texts = {"title": case.title, "place": case.place, "body": case.body}
    return CaseSearch(case=case, vector=textsearch.vector(words_of(texts, case.number, case.answer)))
