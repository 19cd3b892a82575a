"""How times, deadlines, numbers and personal data are put into words. Pure: values in, text out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import phonenumbers
from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext, pgettext

MINUTE, HOUR = 60, 3600
NEAR_DAYS = 7


@dataclass(frozen=True)
class Due:
    """A deadline in words with its tone and icon: a state is never colour alone (DESIGN §10)."""

    text: str
    tone: str
    icon: str


def exact(value: datetime | date) -> str:
    """The full date, with the minute if there is one: for hover and print."""
    day = _day_text(value if not isinstance(value, datetime) else timezone.localtime(value).date())
    if not isinstance(value, datetime):
        return day
    return gettext("%(day)s %(time)s") % {"day": day, "time": _clock(value)}


def spoken(value: datetime | date, now: datetime) -> str:
    """As people say it: “3 minutes ago”, “today 15:20”, “yesterday 09:00”, “3 days ago”, then the date."""
    if not isinstance(value, datetime):
        return _spoken_day(value, timezone.localtime(now).date())
    local, here = timezone.localtime(value), timezone.localtime(now)
    seconds = (here - local).total_seconds()
    if 0 <= seconds < HOUR:
        return _minutes_ago(int(seconds // MINUTE))
    days = (local.date() - here.date()).days
    if abs(days) <= 1:
        return gettext("%(day)s %(time)s") % {"day": _near_day(days), "time": _clock(value)}
    return _spoken_day(local.date(), here.date())


def _minutes_ago(minutes: int) -> str:
    if minutes < 1:
        return gettext("just now")
    return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}


def _spoken_day(day: date, today: date) -> str:
    distance = (day - today).days
    if abs(distance) <= 1:
        return _near_day(distance)
    if -NEAR_DAYS <= distance < 0:
        return ngettext("%(n)d day ago", "%(n)d days ago", -distance) % {"n": -distance}
    if 0 < distance <= NEAR_DAYS:
        return ngettext("in %(n)d day", "in %(n)d days", distance) % {"n": distance}
    return _day_text(day)


def short_day(value: datetime | date) -> str:
    """A day of which the year is plain: “Nov. 29”, 「11月29日」."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return formats.date_format(day, pgettext("format of a day without its year", "N j"))


def span(first: date, last: date) -> str:
    """From a day to a day; a year that both have is said once."""
    if first.year != last.year:
        return f"{_day_text(first)} – {_day_text(last)}"
    words = {"first": short_day(first), "last": short_day(last), "year": first.year}
    return gettext("%(first)s – %(last)s, %(year)s") % words


def _near_day(distance: int) -> str:
    return {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}[distance]


def _day_text(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _clock(value: datetime) -> str:
    return timezone.localtime(value).strftime("%H:%M")


def due(at: datetime, now: datetime, *, soon: timedelta = timedelta(days=1), paused: bool = False) -> Due:
    """Paused, late by how much, due soon, or due when. ``soon`` is how near the end counts as at risk."""
    if paused:
        return Due(gettext("Clock stopped"), "neutral", "pause")
    if at < now:
        return Due(gettext("Late by %(time)s") % {"time": length(now - at)}, "error", "late")
    text = gettext("Due %(when)s") % {"when": _due_when(at, now)}
    return Due(text, "warning", "clock") if at - now <= soon else Due(text, "neutral", "calendar")


def _due_when(at: datetime, now: datetime) -> str:
    if at - now < timedelta(hours=1):
        minutes = max(1, int((at - now).total_seconds() // MINUTE))
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    return spoken(at, now)


def length(span: timedelta) -> str:
    """A length of time by its largest unit: minutes, hours or days."""
    seconds = int(span.total_seconds())
    if seconds >= 24 * HOUR:
        days = seconds // (24 * HOUR)
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if seconds >= HOUR:
        hours = seconds // HOUR
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    minutes = max(1, seconds // MINUTE)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def number(value: float, places: int | None = None) -> str:
    """Thousands apart by commas in all three languages (Django's zh formats have no grouping)."""
    return f"{value:,}" if places is None else f"{value:,.{places}f}"


def file_size(size: int) -> str:
    """Bytes as people read them: kB below a million, then MB, GB, TB with one decimal."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    unit = next((unit for unit in ((1e6, "MB"), (1e9, "GB")) if size < unit[0] * 1000), (1e12, "TB"))
    return f"{size / unit[0]:.1f} {unit[1]}"


def phone(number: str) -> str:
    """An international number in the groups in which it is dialled; any other as it was written."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def masked_phone(number: str) -> str:
    """The first three and last four digits stay: ``138 **** 5678``. Short numbers keep their last two."""
    digits = "".join(c for c in number if c.isdigit())
    if len(digits) < 8:
        return "*" * max(0, len(digits) - 2) + digits[-2:]
    country = _country_code(number)
    local = digits.removeprefix(country)
    head = local[:3] if len(local) >= 8 else ""
    return " ".join(filter(None, (country and f"+{country}", head, "****", local[-4:])))


def _country_code(number: str) -> str:
    """The digits of the country in an international number; "" in any other."""
    try:
        return str(phonenumbers.parse(number).country_code)
    except phonenumbers.NumberParseException:
        return ""


def masked_id(number: str) -> str:
    """The first two and last two signs stay; nothing of the birth date shows."""
    clean = number.replace(" ", "")
    if len(clean) < 6:
        return "*" * len(clean)
    return clean[:2] + "*" * (len(clean) - 4) + clean[-2:]


def masked_name(name: str) -> str:
    """The family name's first sign stays: 王小明 → 王＊＊; Latin names keep each word's first letter."""
    if name.isascii():
        return " ".join(word[0] + "." for word in name.split())
    return name[:1] + "＊" * (len(name) - 1)
