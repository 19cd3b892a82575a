"""Every job names a queue that workers serve."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django import app

from minben.foundation.jobs import QUEUES, job, periodic

BUILT_IN = "procrastinate."


def test_every_job_names_a_queue_that_is_served():
    ours = [task for task in app.tasks.values() if not task.name.startswith(("builtin:", BUILT_IN))]
    assert ours
    assert {task.name: task.queue for task in ours if task.queue not in QUEUES} == {}


def test_periodic_jobs_never_pile_up():
    entries = app.periodic_registry.periodic_tasks.values()
    assert entries
    assert [entry.task.name for entry in entries if not entry.task.queueing_lock] == []


def test_a_job_for_an_unknown_queue_is_refused():
    with pytest.raises(ValueError, match="There is no queue nowhere"):
        job(queue="nowhere")(lambda: None)


def test_a_periodic_job_by_the_second_is_refused():
    with pytest.raises(ValueError, match="use tick"):
        periodic("* * * * * */2")
