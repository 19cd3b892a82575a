"""The worker: procrastinate for jobs, the ticker beside it, both alive through database restarts."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import Sequence

from asgiref.sync import sync_to_async
from django.db import connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import DjangoApp

from .queues import QUEUES
from .ticker import run_ticker

CONCURRENCY = 4
GRACE = 5.0
"""Seconds that jobs in hand get; what is cut short is taken back by the next worker (every job may run twice)."""
TICKS_GRACE = 2.0
LONGEST_PAUSE = 30.0
log = logging.getLogger(__name__)


def run_worker(
    stop_event: threading.Event, *, queues: Sequence[str] = (), concurrency: int = CONCURRENCY
) -> None:
    """Work until ``stop_event`` is set: all queues, or those given.

    Without an event it must be called in the main thread and stops at SIGTERM or Ctrl-C.

    A lost database makes it try again with growing pauses; what was taken and not finished is taken back by
    the stalled-job tick of whichever worker lives. Jobs that run when it must stop get GRACE seconds.
    """
    stop_event = stop_event or _stopped_by_signal()
    ticker = threading.Thread(target=run_ticker, args=(stop_event,), name="ticker", daemon=True)
    ticker.start()
    failures = 0
    while not stop_event.is_set():
        try:
            asyncio.run(_serve(stop_event, list(queues) or list(QUEUES), concurrency))
            failures = 0
        except Exception as error:  # whatever stops a worker, it comes back
            failures += 1
            pause = min(2.0 ** min(failures, 8), LONGEST_PAUSE)
            log.warning(
                "The worker lost its database (%s); next try in %.0f seconds",
                error,
                pause,
                exc_info=failures == 1,
            )
            stop_event.wait(pause)
    ticker.join(timeout=TICKS_GRACE)


def _stopped_by_signal() -> threading.Event:
    event = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: event.set())
    return event


async def _serve(stop_event: threading.Event, queues: list[str], concurrency: int) -> None:
    """One life of the procrastinate worker. Ends when asked to, raises when the database goes away."""
    await sync_to_async(connections.close_all)()
    async with _worker_app().open_async() as worker_app:
        work = asyncio.create_task(_work(worker_app, queues, concurrency))
        watch = asyncio.create_task(_until(stop_event))
        await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
        for task in (watch, work):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


def _worker_app() -> DjangoApp:
    """A second app over the same tasks with an asynchronous connection.

    The first one keeps Django's connection, so that a job that defers another one does so in its transaction.
    """
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    made = DjangoApp(connector=connector, import_paths=app.import_paths, worker_defaults=app.worker_defaults)
    made.tasks, made.periodic_registry = app.tasks, app.periodic_registry
    return made


async def _work(worker_app: App, queues: list[str], concurrency: int) -> None:
    await worker_app.run_worker_async(
        queues=queues,
        concurrency=concurrency,
        install_signal_handlers=False,
        shutdown_graceful_timeout=GRACE,
        fetch_job_polling_interval=2.0,
    )


async def _until(stop_event: threading.Event) -> None:
    while not stop_event.is_set():
        await asyncio.sleep(0.2)
