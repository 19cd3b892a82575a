"""The table."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable

from minben.cli.console import out, say

from .clock import median
from .jobs import Result

HEAD = ("job", "Minben /s", "beside it", "bare /s", "ratio", "asked for")


def show(results: Iterable[Result]) -> None:
    """One line as soon as it is measured, the whole as a Markdown table at the end."""
    lines = []
    for result in results:
        lines.append(_line(result))
        say(f"  {result.name}: {lines[-1][1]}/s, bare {lines[-1][3]}/s")
    out.print(f"\n{_machine()}; each the median of three runs (lowest–highest)\n", markup=False)
    for line in (HEAD, ("---",) * len(HEAD), *lines):
        out.print(f"| {' | '.join(line)} |", markup=False)


def _line(result: Result) -> tuple[str, ...]:
    return (
        result.name,
        _rates(result.ours),
        result.bare_name,
        _rates(result.bare),
        f"{result.ratio:.2f}",
        result.target,
    )


def _rates(rates: list[float]) -> str:
    return f"{median(rates):,.0f} ({min(rates):,.0f}–{max(rates):,.0f})"


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, PostgreSQL on the same machine, fsync on"
