"""PostgreSQL's own ``pgbench`` doing the very inserts of one create: what no program beside ours could do quicker.

The script is made of the recorded rows. Of every value that may stand only once the head is new in each run and
the tail counts, so that keys grow as ours do; all else is written as it was. Statements are prepared, as psycopg's and ours are.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from minben.cli.postgres import binaries

from . import clock
from .replay import Bare, Written

MISSING = "no pgbench beside the programs of PostgreSQL: not measured"
OF_LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
}
TAIL = "lpad(to_hex((:client_id::bigint << 40) + :n::bigint * 64 + {place}), 12, '0')"
"""Twelve hexadecimal places: whose, which one, and which value of it."""


def program() -> Path | None:
    """The one beside the PostgreSQL that is used, else any there is."""
    found = (folder / "pgbench" for folder in binaries.folders())
    return next((path for path in found if path.exists()), None)


def rates(inserts: Written, seconds: float, *, clients: int) -> list[float]:
    """Transactions a second, three times; empty where there is no pgbench."""
    tool = program()
    return [_run(tool, inserts, seconds, clients) for _n in range(clock.RUNS)] if tool else []


def _run(tool: Path, inserts: Written, seconds: float, clients: int) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
        file.write(script(inserts))
        file.flush()
        options = ["-n", "-M", "prepared", "-D", "n=0", "-c", str(clients), "-j", str(min(clients, 2))]
        command = [str(tool), *options, "-T", str(max(1, round(seconds))), "-f", file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    if done.returncode or found is None:
        raise SystemExit(f"pgbench: {done.stderr.strip()}")
    return float(found[1])


def _environment() -> dict[str, str]:
    """Where the database is, without the password among the arguments, where everybody could read it."""
    known = conninfo_to_dict(os.environ["MINBEN_DATABASE_URL"])
    return os.environ | {OF_LIBPQ[name]: str(known[name]) for name in OF_LIBPQ if known.get(name)}


def script(inserts: Written) -> str:
    """One transaction; ``n`` counts them. The heads of its keys are of this script alone."""
    fresh = Bare(inserts).fresh
    once = {value: _counted(fresh[value](), place) for place, value in enumerate(fresh)}
    return "\n".join((r"\set n :n + 1", "BEGIN;", *_statements(inserts, once), "END;", ""))


def _statements(inserts: Written, once: dict[Any, str]) -> Iterator[str]:
    for statement, values in inserts:
        yield f"{statement % tuple(_written(value, once) for value in values)};"


def _written(value: Any, once: dict[Any, str]) -> str:
    if isinstance(value, str | uuid.UUID) and value in once:
        return once[value]
    return _text(value) if isinstance(value, str) else sql.Literal(value).as_string()


def _counted(made: str | uuid.UUID, place: int) -> str:
    kind = "uuid" if isinstance(made, uuid.UUID) else "text"
    return f"({_text(str(made)[:-12])} || {TAIL.format(place=place)})::{kind}"


def _text(value: str) -> str:
    r"""A literal in which no ``:name`` can be taken for a variable."""
    inside = value.replace("\\", "\\\\").replace("'", "''").replace(":", "\\003A")
    return f"U&'{inside}'"
