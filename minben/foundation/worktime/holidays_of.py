"""Which days of a year people work, by country and division. Cached: a year is asked once.

Mainland China from ``chinesecalendar`` (the State Council's yearly notice with its made-up workdays), Taiwan and all
others from ``holidays`` (Taiwan with the made-up Saturdays, 補班, of the yearly DGPA list).
"""

from __future__ import annotations

import datetime as dt
import functools

import chinese_calendar
import holidays
from chinese_calendar import constants as mainland

MAINLAND = "CN"
_SATURDAY, _SUNDAY = 5, 6
# Last yearly list of the government that the library carries.
_LISTED_UNTIL = {"TW": dt.date(2026, 12, 31)}


@functools.lru_cache(maxsize=512)
def workdays(code: str, year: int) -> frozenset[dt.date]:
    """Workdays of ``year`` under ``code`` ("CN", "TW", "US-MA"). Raises ValueError for an unknown code."""
    days = [dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(366)]
    days = [day for day in days if day.year == year]
    if code == MAINLAND and _first_listed() <= days[0] and days[-1] <= certain_until(code):
        return frozenset(filter(chinese_calendar.is_workday, days))
    listed = _listed(code, year)
    return frozenset(day for day in days if _is_workday(day, listed))


@functools.lru_cache(maxsize=512)
def ordered(code: str, year: int) -> tuple[dt.date, ...]:
    """The same workdays, in order. Raises ValueError as :func:`workdays` does."""
    return tuple(sorted(workdays(code, year)))


@functools.cache
def certain_until(code: str) -> dt.date:
    """The last day whose state is published; later ones are computed from weekends and fixed feasts only."""
    if code == MAINLAND:
        return dt.date(max(mainland.holidays).year, 12, 31)
    country = code.partition("-")[0]
    return _LISTED_UNTIL.get(country) or dt.date(_listed(code, 2026).end_year, 12, 31)


def _first_listed() -> dt.date:
    return dt.date(min(mainland.holidays).year, 1, 1)


def _is_workday(day: dt.date, listed: holidays.HolidayBase) -> bool:
    if day in listed.weekend_workdays:
        return True
    return day.weekday() not in _weekend(listed) and day not in listed


def _weekend(listed: holidays.HolidayBase) -> set[int]:
    """Where the law frees Sunday only (Hong Kong), public offices still have a week of five days."""
    found = set(listed.weekend)
    return found | {_SATURDAY} if found == {_SUNDAY} else found


def _listed(code: str, year: int) -> holidays.HolidayBase:
    """The neighbours too: a day of this December may be worked for a holiday of next January."""
    country, _dash, division = code.partition("-")
    years = [y for y in (year - 1, year, year + 1) if dt.MINYEAR <= y <= dt.MAXYEAR]
    try:
        return holidays.country_holidays(country, subdiv=division or None, years=years, expand=False)
    except NotImplementedError as error:
        raise ValueError(
            f"There is no calendar for {code!r}. Use a country code of ISO 3166 (TW) or one with its division (US-MA)."
        ) from error
