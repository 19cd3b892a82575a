"""The worker runs what was deferred, forgets what was rolled back, and takes back the jobs of the dead."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from minben.foundation.jobs.jobs import remove_old_jobs
from minben.foundation.jobs.stalled import retake_stalled_jobs
from minben.foundation.jobs.worker import run_worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_jobs_left_over():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def defer() -> int:
    return int(remove_old_jobs.defer(timestamp=1_767_225_600))


def test_a_job_of_a_rolled_back_change_does_not_exist():
    with transaction.atomic():
        defer()
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


def test_the_job_of_a_dead_worker_is_taken_back():
    key = defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [key])
    assert retake_stalled_jobs() == 1
    assert ProcrastinateJob.objects.get(id=key).status == "todo"
    assert retake_stalled_jobs() == 0


def test_the_job_of_a_living_worker_is_left_alone():
    key = defer()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, key]
        )
    assert retake_stalled_jobs() == 0


def test_a_worker_does_what_was_deferred_and_stops_when_asked(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    stop, done = threading.Event(), threading.Event()

    @app.task(name="tests.worker.signal", queue="upkeep")
    def signal() -> None:
        done.set()

    signal.defer()
    worker = threading.Thread(target=run_worker, args=(stop,), kwargs={"concurrency": 1})
    worker.start()
    finished = done.wait(30)
    stop.set()
    worker.join(30)
    app.tasks.pop("tests.worker.signal")
    assert finished
    assert not worker.is_alive()


def test_a_worker_outlives_the_loss_of_its_connections(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    stop, first, second = threading.Event(), threading.Event(), threading.Event()

    @app.task(name="tests.worker.mark", queue="upkeep")
    def mark(which: str) -> None:
        (first if which == "first" else second).set()

    mark.defer(which="first")
    worker = threading.Thread(target=run_worker, args=(stop,), kwargs={"concurrency": 1})
    worker.start()
    assert first.wait(30)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    mark.defer(which="second")
    finished = second.wait(60)
    stop.set()
    worker.join(30)
    app.tasks.pop("tests.worker.mark")
    assert finished
    assert not worker.is_alive()
