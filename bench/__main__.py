"""Start a throw-away PostgreSQL (fsync on), build a practice city, measure, print a table. Nothing is kept.

``--city`` measures in the data directory of a practice city that is there already: it is migrated, and keeps the cases
that the measuring makes.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from minben.cli import embedded, session
from minben.cli.console import ProgressLine, say, step
from minben.cli.subcommand import finish
from minben.config import installation
from minben.config.database import owner_url, serving_url


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--people", type=int, default=5_000, help="inhabitants of the city")
    parser.add_argument("--cases", type=int, default=100_000, help="cases, at least, so that lists are deep")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    parser.add_argument("--city", type=Path, help="data directory of a practice city to measure in")
    parser.add_argument("--only", default="", help="measure only what has these words in its name")
    parser.add_argument(
        "--profile", choices=["create", "step"], help="say where the time of one goes instead"
    )
    chosen = parser.parse_args(arguments)
    with _there(chosen.city) if chosen.city else _thrown_away():
        _run(chosen)
    return 0


@contextmanager
def _thrown_away() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="minben-bench-") as folder:
        Path(folder).chmod(0o711)
        with embedded.running(Path(folder) / "server", say=say) as server:
            _settings(Path(folder) / "data", server)
            yield


@contextmanager
def _there(city: Path) -> Iterator[None]:
    _forget_settings()
    os.environ["MINBEN_DATA_DIR"] = str(city.absolute())
    with session.database() as env:
        os.environ["MINBEN_DATABASE_URL"] = serving_url(env)
        os.environ["MINBEN_OWNER_DATABASE_URL"] = owner_url(env)
        os.environ["MINBEN_DATABASE_POOL"] = "8"
        yield


def _forget_settings() -> None:
    """Nothing of the caller's installation."""
    for name in [name for name in os.environ if name.startswith("MINBEN_")]:
        del os.environ[name]


def _settings(data: Path, server: embedded.Server) -> None:
    """The serving role, as in production."""
    _forget_settings()
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
    from . import filling, jobs, pages, profiling, report, web

    started = time.monotonic()
    if not chosen.city:
        _build(chosen)
    say(f"  {filling.counts()} in {time.monotonic() - started:.0f} s")
    if chosen.profile:
        profiling.show(chosen.profile)
        return
    measured = (part.everything(chosen.seconds, only=chosen.only) for part in (jobs, web))
    if not chosen.only.startswith(pages.NAME):
        report.show(itertools.chain.from_iterable(measured))
    pages.show(only=chosen.only)


def _build(chosen: argparse.Namespace) -> None:
    from minben.demo import city

    from . import filling

    city.build(chosen.people, ProgressLine("people"))
    filling.deepen(chosen.cases, os.environ["MINBEN_OWNER_DATABASE_URL"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
