"""How many days were promised for each type of request, found from a file that tells when each was opened and due.

Reads the file in one pass and keeps counts only; a second pass writes what does not fit.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid
from minben.foundation.worktime import Calendar
from minben.foundation.worktime.fitting import Dated, Promise, Tally, candidates

from . import values
from .mapping import Mapping
from .reading import Row, Table, need, open_table
from .rejects import plain

Progress = Callable[[int, int, int], None]
MOST_TYPES = 5_000
NAMED = 20
"""Of the rows that cannot be read, so many are named; all are counted."""
SOON = 1_000
WHY = {
    "other": "another number of days fits",
    "minute": "the right day at another minute",
    "none": "no number of days fits",
    "before": "due before it was opened",
}


@dataclass
class Found:
    """What the file tells. ``unread`` is (row, why) of the first rows that could not be used."""

    calendar: Calendar
    types: dict[str, Tally] = field(default_factory=dict)
    read: int = 0
    without: int = 0
    unreadable: int = 0
    unread: list[tuple[int, str]] = field(default_factory=list)

    def add(self, pair: Pair) -> None:
        if pair.type not in self.types and len(self.types) >= MOST_TYPES:
            raise Invalid(
                _("There are more than %(most)d types: is the topic a type?") % {"most": MOST_TYPES}
            )
        self.types.setdefault(pair.type, Tally()).add(pair.opened, pair.due, self.calendar)

    def narrowed(self, words: list[str]) -> dict[str, Tally]:
        """The types whose name holds one of the words; all without words. Raises Invalid when none does."""
        wanted = [word.casefold() for word in words]
        kept = {n: t for n, t in self.types.items() if not wanted or any(w in n.casefold() for w in wanted)}
        if kept or not words:
            return kept
        known = ", ".join(sorted(self.types)[:12]) or "–"
        raise Invalid(
            _("No type holds “%(words)s”. There are: %(known)s …") % {"words": words[0], "known": known}
        )


@dataclass(frozen=True)
class Pair:
    """The moments of one row."""

    row: Row
    type: str
    opened: dt.datetime
    due: dt.datetime

    def is_since(self, day: dt.date | None, calendar: Calendar) -> bool:
        return day is None or calendar.local_day(self.opened) >= day


def examine(
    path: Path, mapping: Mapping, *, since: dt.date | None = None, progress: Progress | None = None
) -> Found:
    """Count the file. Raises Invalid for a wrong file, a mapping of another kind, or one without a calendar."""
    found = Found(_calendar(mapping))
    table = _table(path, mapping)
    for row in table.rows:
        found.read += 1
        _count(row, mapping, found, since)
        if progress is not None and not found.read % SOON:
            progress(found.read, table.position(), table.size)
    return found


def write_misses(
    path: Path, mapping: Mapping, best: dict[str, Dated], out: Path, *, since: dt.date | None = None
) -> int:
    """Write into ``out`` the rows that the promise of their type and day does not fit, with the reason; returns how many."""
    calendar, written = _calendar(mapping), 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "key", "type", "opened", "due", "computed", "minutes apart", "why"])
        for pair in _pairs(path, mapping):
            dated = best.get(pair.type)
            if dated is None or not pair.is_since(since, calendar):
                continue
            if line := _miss(pair, dated.on(calendar.local_day(pair.opened)), calendar):
                writer.writerow([pair.row.number, _key(pair.row, mapping), plain(pair.type), *line])
                written += 1
    return written


def _calendar(mapping: Mapping) -> Calendar:
    if mapping.kind != "service-requests" or "target_at" not in mapping.fields:
        raise Invalid(
            _(
                "This mapping does not say when a request is due: it needs the kind service-requests and target_at."
            )
        )
    if mapping.calendar is None:
        raise Invalid(
            _(
                "This mapping has no calendar: add one with holidays (like US-MA) and hours (like 08:30-17:00)."
            )
        )
    return mapping.calendar


def _table(path: Path, mapping: Mapping) -> Table:
    table = open_table(
        path,
        encoding=mapping.encoding,
        language=mapping.language,
        delimiter=mapping.delimiter,
        sheet=mapping.sheet,
    )
    specs = (mapping.fields[name] for name in ("topic", "opened_at", "target_at"))
    need(table, {column for spec in specs for column in spec.columns}, path)
    return table


def _count(row: Row, mapping: Mapping, found: Found, since: dt.date | None) -> None:
    try:
        pair = _pair(row, mapping)
    except Invalid as problem:
        found.unreadable += 1
        if len(found.unread) < NAMED:
            found.unread.append((row.number, str(problem.message)))
        return
    if pair is None:
        found.without += 1
    elif pair.is_since(since, found.calendar):
        found.add(pair)


def _pair(row: Row, mapping: Mapping) -> Pair | None:
    """None where the row promises nothing. Raises Invalid for what cannot be read."""
    if row.problem:
        raise Invalid(row.problem)
    due = values.moment(row.cells, mapping.fields["target_at"], mapping)
    if due is None:
        return None
    opened = values.moment(row.cells, mapping.fields["opened_at"], mapping)
    if opened is None:
        raise Invalid(_("It is due, but does not say when it was opened."))
    return Pair(row, values.texts(row.cells, mapping.fields["topic"]), opened, due)


def _pairs(path: Path, mapping: Mapping) -> Iterator[Pair]:
    for row in _table(path, mapping).rows:
        try:
            pair = _pair(row, mapping)
        except Invalid:
            continue
        if pair is not None:
            yield pair


def _miss(pair: Pair, promise: Promise, calendar: Calendar) -> list[object]:
    """The cells of a row that does not fit; nothing for one that does."""
    found = candidates(pair.opened, pair.due, calendar)
    if any(one.exact and one.promise == promise for one in found):
        return []
    computed = promise.due(pair.opened, calendar)
    if pair.due < pair.opened:
        why = "before"
    elif any(one.promise == promise for one in found):
        why = "minute"
    else:
        why = "other" if any(one.exact for one in found) else "none"
    apart = round((pair.due - computed).total_seconds() / 60)
    shown = [moment.astimezone(calendar.zone).isoformat() for moment in (pair.opened, pair.due, computed)]
    return [*shown, apart, WHY[why]]


def _key(row: Row, mapping: Mapping) -> str:
    return plain("/".join(row.cells.get(name, "") for name in mapping.key))
