"""Start a throw-away PostgreSQL (fsync on), build a practice city, measure, print a table. Nothing is kept."""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from pathlib import Path

from minben.cli import embedded, session
from minben.cli.console import ProgressLine, say, step
from minben.cli.subcommand import finish
from minben.config import installation


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--people", type=int, default=5_000, help="inhabitants of the city")
    parser.add_argument("--cases", type=int, default=100_000, help="cases, at least, so that lists are deep")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    parser.add_argument("--profile", action="store_true", help="say where the time of a create goes instead")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="minben-bench-") as folder:
        Path(folder).chmod(0o711)
        with embedded.running(Path(folder) / "server", say=say) as server:
            _settings(Path(folder) / "data", server)
            _run(chosen)
    return 0


def _settings(data: Path, server: embedded.Server) -> None:
    """The serving role, as in production; nothing of the caller's installation."""
    for name in [name for name in os.environ if name.startswith("MINBEN_")]:
        del os.environ[name]
    os.environ["MINBEN_DATA_DIR"] = str(data)
    os.environ["MINBEN_DATABASE_URL"] = server.url
    os.environ["MINBEN_OWNER_DATABASE_URL"] = server.owner_url
    os.environ["MINBEN_DATABASE_POOL"] = "8"
    embedded.make_data_dir(data)
    installation.founded(data, practice=True)


def _run(chosen: argparse.Namespace) -> None:
    with step("tables"):
        finish("migrate")
    session.start_django(session.settings())
    from minben.demo import city

    from . import filling, jobs, profiling, report, web

    started = time.monotonic()
    city.build(chosen.people, ProgressLine("people"))
    filling.deepen(chosen.cases, os.environ["MINBEN_OWNER_DATABASE_URL"])
    say(f"  {filling.counts()} in {time.monotonic() - started:.0f} s")
    if chosen.profile:
        profiling.show()
        return
    report.show(itertools.chain(jobs.everything(chosen.seconds), web.everything(chosen.seconds)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
