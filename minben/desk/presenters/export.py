"""A list of cases as CSV or as a workbook, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.workbook.workbook import Workbook

from minben.cases.models import Case
from minben.foundation.records.translated import localized

from .columns import Column, names_for
from .work import AnyRow, RepairRow

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Batches = Iterable[Sequence[Case]]


def for_the_trail(query: QueryDict) -> tuple[str, dict[str, str]]:
    """What an export was narrowed to, as the trail may hold it, and what of it is only kept as a digest.

    Words that were sought can be a name or a number; where the page stood is no part of the question.
    """
    told = query.copy()
    for name in ("q", "cursor"):
        told.pop(name, None)
    words = query.get("q", "").strip()
    return told.urlencode(), {"q": words} if words else {}


class Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def csv_lines(batches: Batches, columns: Sequence[Column]) -> Iterator[str]:
    """Head and one line a case, with the mark that makes spreadsheets read it as UTF-8."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(_head(columns))
    for row in _rows(batches, columns):
        yield writer.writerow([safe(_plain(cell)) for cell in row])


def task_lines(rows: Iterable[AnyRow]) -> Iterator[str]:
    """A list of tasks: what is to be done on which case, by when, and who has it."""
    writer = csv.writer(Echo())
    heads = (_("Number"), _("Request"), _("To do"), _("Status"), _("Due"), _("Held by"), _("Priority by law"))
    yield "\ufeff" + writer.writerow([safe(str(head)) for head in heads])
    for row in rows:
        yield writer.writerow([safe(_plain(cell)) for cell in _task_cells(row)])


def _task_cells(row: AnyRow) -> Iterator[Any]:
    if isinstance(row, RepairRow):
        yield from ("", "", str(row.task_name), "", row.due_at, row.department, "")
        return
    yield from (
        row.case.number,
        row.case.title,
        str(row.task_name),
        row.case.get_status_display(),
        row.due_at,
    )
    yield str(localized(row.case.department.name)) if row.case.department else str(_("Hotline centre"))
    yield str(_("yes")) if row.task and row.task.statutory else ""


def workbook(batches: Batches, columns: Sequence[Column]) -> bytes:
    """The same as a workbook, written row by row: times are times, texts are never formulas."""
    book: Any = Workbook(write_only=True)  # type: ignore[no-untyped-call]
    sheet = book.create_sheet(_("Cases"))
    sheet.freeze_panes = "B2"
    sheet.append([safe(cell) for cell in _head(columns)])
    for row in _rows(batches, columns):
        sheet.append([_cell(value) for value in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def safe(cell: Any) -> str:
    """A cell that no spreadsheet runs as a formula."""
    text = str(cell if cell is not None else "")
    return "'" + text if text.startswith(_FORMULA) else text


def _head(columns: Sequence[Column]) -> list[str]:
    return [_("Number"), *(str(column.label) for column in columns)]


def _rows(batches: Batches, columns: Sequence[Column]) -> Iterator[list[Any]]:
    for cases in batches:
        names = names_for(columns, cases)
        yield from ([case.number, *(column.say(case, names) for column in columns)] for case in cases)


def _plain(value: Any) -> Any:
    return value.isoformat(sep=" ", timespec="minutes") if isinstance(value, dt.datetime) else value


def _cell(value: Any) -> Any:
    if isinstance(value, (int, dt.datetime)):
        return value
    return safe(ILLEGAL_CHARACTERS_RE.sub("", str(value)))[:LONGEST_CELL]
