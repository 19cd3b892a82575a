"""A list of cases as CSV lines, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from minben.cases.models import Case
from minben.foundation.records.translated import localized

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def csv_lines(cases: Iterable[Case]) -> Iterator[str]:
    """Head and one line a case, with the mark that makes spreadsheets read it as UTF-8. No personal data."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(_head())
    for case in cases:
        yield writer.writerow([safe(cell) for cell in _cells(case)])


def safe(cell: Any) -> str:
    """A cell that no spreadsheet runs as a formula."""
    text = str(cell if cell is not None else "")
    return "'" + text if text.startswith(_FORMULA) else text


def _head() -> list[str]:
    return [
        _("Number"),
        _("Title"),
        _("Kind"),
        _("Status"),
        _("Urgency"),
        _("Held by"),
        _("Channel"),
        _("Topic"),
        _("Received on"),
        _("Due"),
        _("Closed"),
    ]


def _cells(case: Case) -> list[Any]:
    return [
        case.number,
        case.title,
        case.get_kind_display(),
        case.get_status_display(),
        case.get_urgency_display(),
        localized(case.department.name) if case.department else "",
        case.channel,
        case.topic,
        case.made_at.isoformat(timespec="minutes"),
        case.promised_at.isoformat(timespec="minutes") if case.promised_at else "",
        case.closed_at.isoformat(timespec="minutes") if case.closed_at else "",
    ]
