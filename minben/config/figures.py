"""Figures about the running system for Prometheus: requests of this server, and what waits in the database.

Numbers without persons. Several processes of one server share a folder (``PROMETHEUS_MULTIPROC_DIR``, set by
``minben serve``), so that a look at any of them counts all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.db import connection
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

REQUESTS = Counter("minben_requests", "Requests answered.", ["view", "method", "status"])
SECONDS = Histogram(
    "minben_request_seconds",
    "Time from the first middleware to the answer.",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10),
)
MOST = 100_000
"""Counts stop here: what waits longer than this is an alarm however long it is."""
WAITING = {
    "minben_jobs_waiting": ("Jobs not yet begun.", "procrastinate_jobs WHERE status = 'todo'"),
    "minben_jobs_failed": ("Jobs that failed for good.", "procrastinate_jobs WHERE status = 'failed'"),
    "minben_messages_waiting": ("Messages not yet handed to a carrier.", "channels_outboxentry"),
    "minben_events_failed": ("Events that a subscriber could not take.", "events_failedevent"),
    "minben_events_unread": (
        "Events that the slowest subscriber has before it.",
        "events_eventrow WHERE xid > (SELECT min(last_xid) FROM events_subscriber)",
    ),
    "minben_lines_unsealed": (
        "Lines of the audit trail without a seal.",
        "audit_auditline WHERE xid > (SELECT coalesce(max(last_xid), 0) FROM audit_seal WHERE trail = 'audit')",
    ),
    "minben_clocks_late": (
        "Running clocks past their due time.",
        "processes_clock WHERE state = 'running' AND due_at < now()",
    ),
}
_HEARTBEAT = "SELECT coalesce(extract(epoch FROM now() - max(last_heartbeat)), -1) FROM procrastinate_workers"


def observe(view: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request under the name of its view, never under its address."""
    REQUESTS.labels(view, method, str(status)).inc()
    SECONDS.labels(view).observe(seconds)


def page() -> bytes:
    """All figures in the text format of Prometheus."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_Own())
    registry.register(_Database())
    return bytes(generate_latest(registry))


class _Own(Collector):
    """The figures of this process alone, when nobody shares."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from REGISTRY.collect()  # type: ignore[misc]


class _Database(Collector):
    """What waits, in one statement."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        parts = [
            f"(SELECT count(*) FROM (SELECT 1 FROM {rows} LIMIT {MOST}) x)" for _, rows in WAITING.values()
        ]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT ({_HEARTBEAT}), {', '.join(parts)}")
            beat, *counts = cursor.fetchone() or (-1,)
        yield _gauge("minben_worker_silent_seconds", "Since a worker was heard of; -1: never.", float(beat))
        for (name, (says, _rows)), count in zip(WAITING.items(), counts, strict=True):
            yield _gauge(name, says, count)


def _gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value)
