"""Did the clock on the wall jump? Told by the clock of the machine that only goes on (``time.monotonic``).

A clock that is a day ahead would call limits missed and take running jobs for dead. So after a jump whatever judges
by the clock waits, long enough for a time server to put it right; what is late then is late by that much.
"""

from __future__ import annotations

import datetime as dt
import logging

JUMP = 120.0
"""Seconds between two ticks that neither a slow machine nor a clock that is led slowly explains."""
PATIENCE = 600.0
log = logging.getLogger(__name__)


class Wall:
    """The clock on the wall, watched."""

    def __init__(self) -> None:
        self._ahead: float | None = None
        self._steady_from = 0.0

    def is_steady(self, clock: float, now: dt.datetime) -> bool:
        """``clock`` goes on only, ``now`` is the wall's. False for ten minutes after a jump."""
        ahead = now.timestamp() - clock
        jump = ahead - (ahead if self._ahead is None else self._ahead)
        self._ahead = ahead
        if abs(jump) > JUMP:
            self._steady_from = clock + PATIENCE
            log.error(
                "The machine's clock jumped by %d seconds. Nothing is called late for ten minutes.", jump
            )
        return clock >= self._steady_from
