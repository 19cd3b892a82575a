"""What the commands say: steps with their time, a moving picture only where a person watches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(line: str) -> None:
    out.print(line, markup=False)


def complain(line: str) -> None:
    err.print(f"minben: {line}", markup=False)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say that a step goes on, and when it is done how long it took."""
    started = time.monotonic()
    if out.is_terminal:
        with out.status(f"{name} …"):
            yield
    else:
        yield
    out.print(f"  done  {name} ({time.monotonic() - started:.1f} s)", markup=False)


class ProgressLine:
    """``Practice city: 4,000 of 20,000`` – rewritten in place at a terminal, one line a tenth elsewhere."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._tenth = -1

    def __call__(self, done: int, total: int) -> None:
        text = f"  {self.name}: {done:,} of {total:,}"
        if out.is_terminal:
            out.print(text, end="\n" if done >= total else "\r", markup=False)
            return
        tenth = 10 * done // max(total, 1)
        if tenth != self._tenth:
            self._tenth = tenth
            out.print(text, markup=False)
