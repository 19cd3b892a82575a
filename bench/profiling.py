"""Where the time of one create goes: Python functions by their own time, and statements by their mean."""

from __future__ import annotations

import cProfile
import itertools
import pstats
import time
from collections import defaultdict
from typing import Any

from django.db import connection

from minben.cli.console import out, say
from minben.parties.models import Party

from .jobs import one_create

TIMES = 300


def show() -> None:
    """Print both lists."""
    create = one_create(
        itertools.cycle(Party.objects.filter(kind="person").values_list("id", flat=True)[:500])
    )
    for _n in range(50):
        create()
    _statements(create)
    profile = cProfile.Profile()
    profile.enable()
    for _n in range(TIMES):
        create()
    profile.disable()
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile).sort_stats(order).print_stats(35)


def _statements(create: Any) -> None:
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
            create()
    whole = (time.perf_counter() - started) / TIMES
    database = sum(sum(times) for times in spent.values()) / TIMES
    say(
        f"{1000 * whole:.2f} ms a create, of it {1000 * database:.2f} ms in {sum(map(len, spent.values())) / TIMES:.1f} statements"
    )
    for sql, times in sorted(spent.items(), key=lambda item: -sum(item[1])):
        out.print(f"{1000 * sum(times) / TIMES:7.3f} ms  {len(times) / TIMES:4.1f} ×  {sql}", markup=False)
