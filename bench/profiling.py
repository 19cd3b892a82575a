"""Where the time of one create, or of one step of a process, goes: Python functions by their own time, and statements by their mean."""

from __future__ import annotations

import cProfile
import itertools
import pstats
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import connection

from minben.cli.console import out, say
from minben.parties.models import Party

from .jobs import one_create
from .stepping import Ready

TIMES, WARM = 300, 50


def show(what: str) -> None:
    """Print both lists. ``what``: "create" or "step"."""
    one = Ready(WARM + 2 * TIMES).sign if what == "step" else _create()
    for _n in range(WARM):
        one()
    _statements(one)
    profile = cProfile.Profile()
    profile.enable()
    for _n in range(TIMES):
        one()
    profile.disable()
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile).sort_stats(order).print_stats(35)


def _create() -> Callable[[], object]:
    return one_create(itertools.cycle(Party.objects.filter(kind="person").values_list("id", flat=True)[:500]))


def _statements(one: Callable[[], object]) -> None:
    spent: dict[str, list[float]] = defaultdict(list)

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent[" ".join(sql.split())[:100]].append(time.perf_counter() - started)

    started = time.perf_counter()
    with connection.execute_wrapper(watch):
        for _n in range(TIMES):
            one()
    whole = (time.perf_counter() - started) / TIMES
    database = sum(sum(times) for times in spent.values()) / TIMES
    say(
        f"{1000 * whole:.2f} ms each, of it {1000 * database:.2f} ms in {sum(map(len, spent.values())) / TIMES:.1f} statements"
    )
    for sql, times in sorted(spent.items(), key=lambda item: -sum(item[1])):
        out.print(f"{1000 * sum(times) / TIMES:7.3f} ms  {len(times) / TIMES:4.1f} ×  {sql}", markup=False)
