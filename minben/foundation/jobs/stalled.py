"""Jobs of workers that died are taken back, so that nothing acknowledged is lost."""

from __future__ import annotations

import logging

from django.db import connection

log = logging.getLogger(__name__)
SILENT_FOR = 60
"""Seconds without a heartbeat (a worker gives one every 10) after which a worker counts as dead."""

RETAKE = """
SELECT procrastinate_retry_job_v1(job.id, now(), NULL, NULL, NULL)
  FROM procrastinate_jobs job
  LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
 WHERE job.status = 'doing'
   AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
"""


def retake_stalled_jobs() -> int:
    """Put the jobs of dead workers back in their queues; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(RETAKE, [SILENT_FOR])
        count = len(cursor.fetchall())
    if count:
        log.warning("Took back %d jobs of workers that are gone", count)
    return count
