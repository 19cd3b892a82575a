"""How long a certificate holds, read from the words of the guide where they say it plainly."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

_FIGURES = {word: n for n, word in enumerate("一二三四五六七八九", 1)} | {"兩": 2}
_PLAIN = re.compile(r"([0-9]{1,3}|[一二三四五六七八九十兩]{1,3})\s*(年|個月|天|日)")


def last_day(words: Mapping[str, Any], issued: dt.date) -> dt.date | None:
    """三年, 6個月, 三十天 alone count from the day of issue. Anything else is without end, and is printed in its words."""
    found = _PLAIN.fullmatch(str(words.get("zh-hant", "")).strip())
    if found is None or not (count := _number(found[1])):
        return None
    if found[2] in {"天", "日"}:
        return issued + dt.timedelta(days=count - 1)
    return _months_on(issued, count * (12 if found[2] == "年" else 1)) - dt.timedelta(days=1)


def _months_on(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _number(text: str) -> int:
    """0 for what is no number."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _FIGURES.get(text, 0)
    return 10 * (_FIGURES.get(tens, 0) if tens else 1) + _FIGURES.get(ones, 0)
