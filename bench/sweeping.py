"""A million open clocks, and one sweep over them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.utils import timezone

from minben.cases.jobs import sweep_clocks, sweep_looks

KIND = "bench"
OPEN = 1_000_000
DUE = 1_000
ROUNDS = 3
_COLUMNS = "id, subject_id, kind, amount, unit, rule, started_at, due_at, state, pause_reason, next_at"
_FAR = f"""
INSERT INTO processes_clock ({_COLUMNS})
SELECT gen_random_uuid(), gen_random_uuid(), '{KIND}', 5, 'workday', 'bench', now() - interval '1 day',
       now() + interval '1 day' + n * interval '5 seconds', 'running', '', now() + interval '12 hours' + n * interval '5 seconds'
FROM generate_series(1, %s) AS n
"""
_DUE = f"""
INSERT INTO processes_clock ({_COLUMNS})
SELECT gen_random_uuid(), id, '{KIND}', 5, 'workday', 'bench', now() - interval '5 days',
       now() + %s * interval '1 second', 'running', '', %s::timestamptz
FROM (SELECT id FROM cases_case LIMIT %s) AS chosen
"""


@contextmanager
def a_million_open() -> Iterator[psycopg.Connection]:
    """Clocks of no case, due from tomorrow on over two months; taken away in the end."""
    with psycopg.connect(os.environ["MINBEN_OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute(_FAR, [OPEN])
        owner.execute("VACUUM ANALYZE processes_clock")
        try:
            yield owner
        finally:
            owner.execute(f"DELETE FROM processes_clock WHERE kind = '{KIND}'")


def _cleared(owner: psycopg.Connection) -> None:
    owner.execute(
        f"DELETE FROM processes_clock WHERE kind = '{KIND}' AND started_at < now() - interval '4 days'"
    )


def sweeps() -> Iterator[tuple[str, list[float]]]:
    """Seconds of one sweep: with nothing to do, with a thousand limits over, with a thousand to be warned of."""
    settled()
    with a_million_open() as owner:
        yield "nothing due", [_timed() for _round in range(ROUNDS)]
        yield f"{DUE:,} over", [_round(owner, -1, None) for _number in range(ROUNDS)]
        yield f"{DUE:,} to warn of", [_round(owner, 3600, timezone.now()) for _number in range(ROUNDS)]


def _round(owner: psycopg.Connection, due_in: int, look: object) -> float:
    owner.execute(_DUE, [due_in, look, DUE])
    seconds = _timed()
    _cleared(owner)
    return seconds


def settled() -> None:
    """What the city itself has due is not measured."""
    now = timezone.now()
    while sweep_clocks(now) or sweep_looks(now):
        pass


def _timed() -> float:
    started, now = time.perf_counter(), timezone.now()
    sweep_clocks(now)
    sweep_looks(now)
    return time.perf_counter() - started
