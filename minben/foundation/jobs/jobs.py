"""The foundation's own housekeeping."""

from __future__ import annotations

import datetime as dt

import structlog
from procrastinate.contrib.django import app

from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.upkeep import forget_ended_sessions, forget_old_codes
from minben.foundation.audit import trail
from minben.foundation.audit.seals import seal_all
from minben.foundation.events.pump import pump_all
from minben.foundation.options import kept
from minben.foundation.records.idempotency import forget_old_keys
from minben.foundation.records.partitions import ensure_partitions, merge_years
from minben.foundation.records.retention import prune

from .declaring import periodic
from .stalled import retake_stalled_jobs
from .ticker import tick

MONTHS_AHEAD = 3
JOBS_KEPT_HOURS = 72
log = structlog.get_logger(__name__)
REMOVE = "builtin:procrastinate.builtin_tasks.remove_old_jobs"


@tick("pump events", seconds=2)
def pump(now: dt.datetime) -> None:
    pump_all(now)


@tick("seal trails", seconds=5)
def seal(now: dt.datetime) -> None:
    seal_all(now)


@tick("retake stalled jobs", seconds=30, steady=True)
def retake(_now: dt.datetime) -> None:
    retake_stalled_jobs()


@tick("make partitions ahead", seconds=24 * 3600)
def make_partitions(now: dt.datetime) -> None:
    """At every start of a worker and daily, so that the rest partition stays empty."""
    ensure_partitions(now.date(), now.date() + dt.timedelta(days=31 * MONTHS_AHEAD))


@periodic("41 2 * * *")
def take_away_what_is_too_old(now: dt.datetime) -> None:
    """Partitions past their retention go, each with a line in the trail; the months of years gone become one."""
    for old in prune(now, kept.months()):
        log.info("pruned", partition=old.name)
        trail.wrote(SYSTEM, "records.pruned", subject=("partition", None), reason=old.name)
    merge_years(now)


@periodic("7 * * * *")
def forget_keys(now: dt.datetime) -> None:
    forget_old_keys(now)
    forget_old_codes(now)
    forget_ended_sessions(now)


@periodic("23 3 * * *")
def remove_old_jobs(_now: dt.datetime) -> None:
    """Finished jobs go after three days; failed ones stay until somebody looked at them."""
    app.configure_task(REMOVE, queue="upkeep").defer(max_hours=JOBS_KEPT_HOURS, remove_cancelled=True)
