"""``python -m bench.faults``: kill web server, worker and database at random under steady intake, then prove.

Exit code 1 when anything acknowledged was lost, anything happened twice, or the trail is broken.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import sys
import tempfile
import time
import uuid
from collections import Counter
from pathlib import Path

from minben.cli import embedded, session
from minben.cli.console import ProgressLine, say, step
from minben.cli.postgres.cluster import free_port
from minben.cli.subcommand import finish
from minben.config import installation

from .callers import Callers
from .house import Database, Part, Process

PEOPLE = 200


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="minben bench faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--callers", type=int, default=3, help="people who write at the same time")
    parser.add_argument("--seed", type=int, default=2026)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="minben-faults-") as made:
        folder = Path(made)
        folder.chmod(0o711)
        launcher = embedded.Embedded(folder / "server")
        server = launcher.start()
        try:
            _settings(folder / "data", server)
            return _run(chosen, folder, launcher)
        finally:
            launcher.stop()


def _settings(data: Path, server: embedded.Server) -> None:
    for name in [name for name in os.environ if name.startswith("MINBEN_")]:
        del os.environ[name]
    os.environ["MINBEN_DATA_DIR"] = str(data)
    os.environ["MINBEN_DATABASE_URL"] = server.url
    os.environ["MINBEN_OWNER_DATABASE_URL"] = server.owner_url
    embedded.make_data_dir(data)
    installation.founded(data, practice=True)


def _run(chosen: argparse.Namespace, folder: Path, launcher: embedded.Embedded) -> int:
    with step("tables"):
        finish("migrate")
    session.start_django(session.settings())
    key, parties = _city()
    port = free_port(8090)
    web = Process(
        "web server", ("serve", "--child", "--port", str(port)), dict(os.environ), folder / "web.log"
    )
    worker = Process("worker", ("worker", "--child"), dict(os.environ), folder / "worker.log")
    callers = Callers(f"http://127.0.0.1:{port}", key, parties, threads=chosen.callers)
    web.start(), worker.start(), callers.start()  # type: ignore[func-returns-value]
    try:
        killed = _storm([web, worker, Database(launcher)], chosen)
        callers.finish()
        return _prove(callers, killed)
    finally:
        web.stop()
        worker.stop()


def _city() -> tuple[str, list[uuid.UUID]]:
    """A small city where it is noon, so that notices are not held by the quiet hours, and a machine's key."""
    from minben.agencies.actions.clients import make_client
    from minben.agencies.models import Department, Jurisdiction
    from minben.demo import city
    from minben.foundation.access.actor import SYSTEM
    from minben.foundation.access.scopes import Scope
    from minben.parties.models import Party

    city.build(PEOPLE, ProgressLine("people"))
    offset = 12 - dt.datetime.now(dt.UTC).hour
    Jurisdiction.objects.update(time_zone=f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT")
    centre = Department.objects.filter(is_centre=True).order_by("id")[0]
    made = make_client(
        SYSTEM,
        name="fault bench",
        department_id=centre.id,
        roles=["agent"],
        scopes=[str(scope) for scope in Scope],
        rate=100_000,
    )
    reached = Party.objects.filter(kind="person", contact_points__kind="phone").order_by("id").distinct()
    return made.key, list(reached.values_list("id", flat=True)[:50])


def _storm(parts: list[Part], chosen: argparse.Namespace) -> Counter[str]:
    """Kill one part after another at moments nobody expects, each long enough up to do some work."""
    dice, killed, show = random.Random(chosen.seed), Counter[str](), ProgressLine("kills")
    time.sleep(3)
    for number in range(chosen.kills):
        part = dice.choice(parts)
        part.kill()
        killed[part.name] += 1
        time.sleep(dice.uniform(0.0, 0.4))
        part.start()
        show(number + 1, chosen.kills)
        time.sleep(dice.uniform(0.2, 2.5))
    return killed


def _prove(callers: Callers, killed: Counter[str]) -> int:
    from django.db import connections

    from . import proof

    connections.close_all()
    with step("news and messages"):
        proof.settle()
    found = proof.lines(callers.acknowledged)
    say(f"\nKilled: {', '.join(f'{name} {count} times' for name, count in sorted(killed.items()))}")
    say(f"Calls made again because nobody answered: {callers.acknowledged.again:,}\n")
    say("| what | count | wrong |\n|---|---|---|")
    for line in found:
        say(f"| {line.what} | {line.count:,} | {line.wrong:,} |")
    for refusal in callers.acknowledged.refused[:5]:
        say(refusal)
    return int(any(line.wrong for line in found) or not callers.acknowledged.cases)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
