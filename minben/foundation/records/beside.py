"""One piece of work at a time beside the caller, on a database connection of its own.

An import reads and prepares the next rows in Python while the database takes in the last ones: on two cores half as much
again (docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connection

Work = Callable[[], None]


class Beside:
    """``run`` begins a piece of work when the one before is done; inside a transaction it is done at once, in it.

    An error of the work is raised by the next ``run``, or by ``finish``, which every user of this calls at the end.
    """

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._running: Future[None] | None = None

    def run(self, work: Work) -> None:
        self._wait()
        if connection.in_atomic_block:
            work()
            return
        self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._running = self._thread.submit(work)

    def finish(self) -> None:
        """Wait for the last piece, and give the connection back."""
        try:
            self._wait()
        finally:
            if self._thread is not None:
                self._thread.submit(_close).result()
                self._thread.shutdown()
                self._thread = None

    def _wait(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.result()


def _close() -> None:
    """The connection is another one in each thread: it has to be asked for there."""
    connection.close()
