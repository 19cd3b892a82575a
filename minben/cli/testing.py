"""``python -m minben.cli.testing [what …]``: the tests, on a throw-away PostgreSQL unless one is given.

First everything without a browser, then the journeys, each on two processes; ``tests/long`` only when named. The
journey of the drawing board is left out where that is not installed. ``MINBEN_DATABASE_URL`` (a role that may create
databases) uses that server instead. What is named goes to pytest as it is, in one run.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import embedded
from .console import say
from .postgres.cluster import QUICK

LONG = "--ignore=tests/long"
SLOWEST = ("--durations=15", "--durations-min=2")
"""What to look at first when the run grows long."""
EVERYTHING = ("-n", "2", "--dist", "loadscope", LONG, *SLOWEST, "-m", "not journey")
BROWSING = ("-n", "2", "--dist", "worksteal", LONG, *SLOWEST, "-m")
"""A journey waits for its browser half of the time. Two at once share the database server and the folder of files only."""
BOARD = Path(__file__).parent.parent / "desk" / "static" / "designer" / "installed"
NOTHING_COLLECTED = 5


def keeps(name: str) -> bool:
    """Settings of an installation stay outside; what only tests read comes in."""
    return not name.startswith("MINBEN_") or name.startswith("MINBEN_TEST_")


@contextmanager
def throw_away() -> Iterator[dict[str, str]]:
    """The environment of a test run: no setting of the caller, a database and a directory of its own."""
    given = os.environ.get("MINBEN_DATABASE_URL", "")
    kept = {name: value for name, value in os.environ.items() if keeps(name)}
    with tempfile.TemporaryDirectory(prefix="minben-test-") as folder:
        Path(folder).chmod(0o711)
        kept["MINBEN_DATA_DIR"] = str(Path(folder) / "data")
        if given:
            yield {**kept, "MINBEN_DATABASE_URL": given}
            return
        with embedded.running(Path(folder) / "server", settings=QUICK, say=say) as server:
            yield {**kept, "MINBEN_DATABASE_URL": server.admin_url}


def journeys() -> tuple[str, ...]:
    """All of them; where the drawing board is not installed (it needs npm) all but its own, and that is said."""
    if BOARD.is_file():
        return (*BROWSING, "journey")
    say("The drawing board is not installed (make designer needs npm): its journey is left out.")
    return (*BROWSING, "journey and not designer")


def run(arguments: list[str]) -> int:
    """The first exit code that is not success."""
    with throw_away() as environment:
        for chosen in [tuple(arguments)] if arguments else (EVERYTHING, journeys()):
            done = subprocess.run([sys.executable, "-m", "pytest", *chosen], env=environment, check=False)
            if done.returncode not in {0, NOTHING_COLLECTED}:
                return done.returncode
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then, too
    sys.exit(run(sys.argv[1:]))
