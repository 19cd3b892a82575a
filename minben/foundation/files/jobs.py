"""Housekeeping of files."""

from __future__ import annotations

import datetime as dt

from minben.foundation.jobs import periodic

from .actions import sweep_orphans


@periodic("41 * * * *")
def sweep(now: dt.datetime) -> None:
    """Every hour, until no orphan of more than a day is left."""
    while sweep_orphans(now):
        continue
