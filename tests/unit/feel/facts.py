"""What the tests of expressions stand on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from minben.foundation.feel import expression

NOW = dt.datetime(2026, 3, 31, 10, 30, tzinfo=ZoneInfo("Asia/Taipei"))


def value(text: str, facts: Mapping[str, Any] | None = None) -> Any:
    return expression(text).evaluate(facts or {}, now=NOW)
