"""``minben worker``: the process that does the jobs and hands on the news."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from . import session
from .parent import end_with_parent


def worker(child: Annotated[bool, typer.Option(hidden=True)] = False) -> None:
    """Work off jobs and events until stopped."""
    if child:
        end_with_parent()
    with session.django_ready():
        from minben.config import traces
        from minben.foundation.jobs.worker import run_worker

        traces.start("minben-worker")
        run_worker(_ending())


def _ending() -> threading.Event:
    """Set when somebody asks the worker to end; the job in hand is finished first."""
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    return ending
