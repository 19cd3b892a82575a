"""Child processes that are started again with back-off when they die, and all stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = ("-m", "minben")
LONGEST_PAUSE = 30.0
STEADY = 60.0
"""A child that ran this long has no failures any more."""
GRACE = 8.0
"""Seconds between SIGTERM and SIGKILL: more than the worker and the web server give what they have in hand."""

Say = Callable[[str], None]


def pause_after(failures: int) -> float:
    """Seconds to wait before the next start: 1, 2, 4 … 30."""
    return float(min(2.0 ** max(failures - 1, 0), LONGEST_PAUSE))


@dataclass
class Child:
    """One ``minben …`` process. ``log`` gets what it says; ``again`` whether it is started again when it dies."""

    name: str
    arguments: Sequence[str]
    log: Path
    again: bool = True
    failures: int = 0
    due: float = 0.0
    since: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self, environment: Mapping[str, str]) -> None:
        """Start in a group of its own: Ctrl-C reaches only the supervisor, which stops the children in order."""
        self.since = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *COMMAND, *self.arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=dict(environment),
                start_new_session=True,
            )

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """SIGKILL to the whole group, so that grandchildren of a killed child go too; others to the child alone.

        A web server's own workers would otherwise hear SIGTERM twice, from here and from their parent, and one that
        is busy then never ends.
        """
        if self.process is None or (number is not signal.SIGKILL and not self.runs):
            return
        try:
            (os.killpg if number is signal.SIGKILL else os.kill)(self.process.pid, number)
        except ProcessLookupError:
            return


class Supervisor:
    """Keeps the children alive until :meth:`stop`."""

    def __init__(self, environment: Mapping[str, str], *, say: Say) -> None:
        self.environment = environment
        self.say = say
        self.children: list[Child] = []
        self.ending = threading.Event()

    def add(self, child: Child) -> Child:
        self.children.append(child)
        child.start(self.environment)
        return child

    def watch(self) -> None:
        """Look after the children until somebody asks to end."""
        while not self.ending.wait(0.25):
            for child in self.children:
                self.look_after(child, time.monotonic())

    def look_after(self, child: Child, now: float) -> None:
        """Notice a death, wait the pause, start again."""
        if child.runs or (child.process is None and not child.due):
            return
        if child.process is not None:
            self._buried(child, now)
        elif now >= child.due:
            child.due = 0.0
            child.start(self.environment)

    def _buried(self, child: Child, now: float) -> None:
        code = child.process.returncode if child.process is not None else 0
        child.signal(signal.SIGKILL)
        child.process = None
        if not child.again:
            return
        child.failures = 1 if now - child.since > STEADY else child.failures + 1
        child.due = now + pause_after(child.failures)
        self.say(
            f"{child.name} stopped (exit {code}); it starts again in {pause_after(child.failures):.0f} s. "
            f"Why: {child.log}"
        )

    def stop(self) -> None:
        """End all: politely, after the grace not."""
        self.ending.set()
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in self.children:
            self._wait(child, deadline)
            child.signal(signal.SIGKILL)

    def _wait(self, child: Child, deadline: float) -> None:
        if child.process is None:
            return
        try:
            child.process.wait(timeout=max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            child.signal(signal.SIGKILL)
            child.process.wait()
