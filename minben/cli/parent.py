"""A child of ``minben demo`` ends with its parent, however that one ended: its standard input closes then."""

from __future__ import annotations

import os
import signal
import threading


def end_with_parent() -> None:
    """Watch standard input in the background and stop this process as SIGTERM would when it closes."""
    threading.Thread(target=_wait_and_stop, daemon=True).start()


def _wait_and_stop() -> None:
    while os.read(0, 4096):  # not sys.stdin: a forked server process would wait for its lock for ever
        continue
    os.kill(os.getpid(), signal.SIGTERM)
