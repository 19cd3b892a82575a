"""The three processes of a city, each of which can be killed without warning and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from minben.cli.embedded import Embedded


class Part(Protocol):
    """A process that can be ended as the kernel ends one when memory runs out."""

    name: str

    def start(self) -> None: ...

    def kill(self) -> None: ...


@dataclass
class Process:
    """A ``minben`` command with all its children."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    _running: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "minben", *self.arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(self.environment),
                start_new_session=True,
            )

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._running is not None:
            if self._running.poll() is None:
                os.killpg(self._running.pid, how)
            self._running.wait(60)
            if self._running.stdin is not None:
                self._running.stdin.close()
            self._running = None


@dataclass
class Database:
    """The server itself: its postmaster dies, its backends notice."""

    launcher: Embedded
    name: str = "database"

    def start(self) -> None:
        self.launcher.start()

    def kill(self) -> None:
        found = self.launcher.postmaster()
        if found is not None:
            os.kill(found, signal.SIGKILL)
