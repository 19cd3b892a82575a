"""The times of steps as CSV."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from minben.cases.reading.step_times import StepTime, StepTimes

from .export import Echo, safe


def csv_of(page: StepTimes) -> Iterator[str]:
    """Steps, the whole, then departments; times in hours with two places."""
    writer = csv.writer(Echo())
    head = [
        _("Step or department"),
        _("Count"),
        _("Half within, hours"),
        _("Nine in ten within, hours"),
        _("Longest, hours"),
    ]
    yield "\ufeff" + writer.writerow(head)
    for one in (*page.steps, *([page.whole] if page.whole else []), *page.departments):
        yield writer.writerow(_cells(one))


def _cells(one: StepTime) -> list[object]:
    return [safe(one.name), one.count, *(_hours(span) for span in (one.median, one.nine_in_ten, one.longest))]


def _hours(span: dt.timedelta) -> str:
    return f"{span.total_seconds() / 3600:.2f}"
