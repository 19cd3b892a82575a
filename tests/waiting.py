"""Waiting for other databases of the same server: their open transactions hold the safe edge back as well."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import connection

from minben.foundation.records.snapshot import safe_edge

PATIENCE = 60.0
OTHERS_LAST = 300.0
"""Seconds that a transaction of another test may stay open: one test walks through every page in a single one."""


def settle() -> None:
    """Return when everything committed until now lies behind the safe edge."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT minben_xid()")
        mine = int(cursor.fetchone()[0])
    limit = time.monotonic() + OTHERS_LAST
    while safe_edge() <= mine:
        assert time.monotonic() < limit, "a transaction stayed open on this server for five minutes"


def until(condition: Callable[[], object], *, what: str, patience: float = PATIENCE) -> None:
    """Return as soon as ``condition`` holds: for what another process does. Fails naming ``what`` was waited for."""
    limit, pulse = time.monotonic() + patience, threading.Event()
    while not condition():
        assert time.monotonic() < limit, f"waited {patience:.0f} seconds in vain for {what}"
        pulse.wait(0.02)
