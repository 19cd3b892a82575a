"""The team calendar: a table of people and days, and the same as a list of days for narrow screens."""

from __future__ import annotations

import calendar as months
import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from minben.agencies.models import Cover, Department
from minben.agencies.queries import calendar_of, with_own_days
from minben.agencies.teams import Cell, Day, Mark, Person, away_on, days_of, month_of_team
from minben.config import wording
from minben.foundation.worktime import Calendar as WorkCalendar
from minben.processes.queries import live_counts

ICONS = {Mark.LEAVE: "rest", Mark.ASKED: "clock", Mark.LENT: "dispatch", Mark.COVERS: "people"}


@dataclass(frozen=True)
class Span:
    """What is shown: a month, or the week around a day."""

    first: dt.date
    last: dt.date
    week: bool

    @property
    def title(self) -> str:
        if self.week:
            return wording.span(self.first, self.last)
        return formats.date_format(self.first, "YEAR_MONTH_FORMAT")


def span_of(day: dt.date, *, week: bool) -> Span:
    if week:
        first = day - dt.timedelta(days=day.weekday())
        return Span(first, first + dt.timedelta(days=6), True)
    last = months.monthrange(day.year, day.month)[1]
    return Span(day.replace(day=1), day.replace(day=last), False)


@dataclass(frozen=True)
class Marked:
    """One mark with its words and icon: a state is never colour alone."""

    mark: str
    icon: str
    word: str
    what: str


def words() -> dict[Mark, str]:
    return {
        Mark.LEAVE: _("On leave"),
        Mark.ASKED: _("Leave asked for"),
        Mark.LENT: _("Lent"),
        Mark.COVERS: _("Stands in"),
    }


@dataclass(frozen=True)
class Row:
    name: str
    department: str
    cells: list[tuple[Day, Marked | None]]


@dataclass(frozen=True)
class Away:
    """Somebody on leave today with the work that waits in their hands."""

    leave: Cover
    tasks: int
    href: str


@dataclass(frozen=True)
class Calendar:
    span: Span
    days: list[Day]
    rows: list[Row]
    by_day: list[tuple[Day, list[tuple[str, Marked]]]]
    legend: list[Marked]
    away: list[Away]
    today: dt.date
    earlier: str
    later: str
    switch: str


def calendar_page(
    departments: list[Department], chosen: Department | None, span: Span, today: dt.date
) -> Calendar:
    """Six statements, however many people."""
    shown = [chosen] if chosen else departments
    people = month_of_team(shown, span.first, span.last)
    days = days_of(_kept_by(chosen, departments), span.first, span.last) if departments else []
    rows = [_row(person, days) for person in people]
    return Calendar(
        span=span,
        days=days,
        rows=rows,
        by_day=[(day, _on(rows, n)) for n, day in enumerate(days)],
        legend=[Marked(mark, ICONS[mark], word, "") for mark, word in words().items()],
        away=_away(shown, today),
        today=today,
        earlier=_address(chosen, span.first - dt.timedelta(days=1), span.week),
        later=_address(chosen, span.last + dt.timedelta(days=1), span.week),
        switch=_address(chosen, today if span.first <= today <= span.last else span.first, not span.week),
    )


def _kept_by(chosen: Department | None, departments: list[Department]) -> WorkCalendar:
    """The days of one department as it keeps them; of several, those of their place."""
    city = calendar_of(departments[0].jurisdiction)
    only = chosen or (departments[0] if len(departments) == 1 else None)
    return with_own_days(city, only) if only else city


def _row(person: Person, days: list[Day]) -> Row:
    cells = [(day, _marked(person.cells.get(day.date))) for day in days]
    return Row(person.staff.name, str(person.staff.department), cells)


def _marked(cell: Cell | None) -> Marked | None:
    if cell is None:
        return None
    return Marked(cell.mark, ICONS[cell.mark], words()[cell.mark], cell.what)


def _on(rows: list[Row], n: int) -> list[tuple[str, Marked]]:
    return [(row.name, mark) for row in rows if (mark := row.cells[n][1]) is not None]


def _away(departments: list[Department], today: dt.date) -> list[Away]:
    found = away_on(departments, today)
    counts = live_counts([leave.staff_id for leave in found])
    board = reverse("desk:board_cases")
    return [
        Away(
            leave,
            counts.get(leave.staff_id, 0),
            f"{board}?{urlencode({'figure': 'open', 'by': 'person', 'key': leave.staff_id})}",
        )
        for leave in found
    ]


def _address(chosen: Department | None, day: dt.date, week: bool) -> str:
    query = {"day": day.isoformat()} | ({"view": "week"} if week else {})
    query["department"] = str(chosen.id) if chosen else "all"
    return f"{reverse('desk:calendar')}?{urlencode(query)}"
