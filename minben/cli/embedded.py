"""The embedded database of a data directory: start it or find it running, and say where it is in ``database.json``.

Root and ordinary users, a killed server, a stale pid file, a busy port and a second start all end in a running
server with its data. Only 127.0.0.1 is listened on, every role has a random password.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from minben.config.database import EMBEDDED_FILE

from .postgres import account, binaries, roles
from .postgres.account import LaunchError
from .postgres.cluster import PATIENCE, SUPERUSER, Cluster

__all__ = ["Embedded", "LaunchError", "Server", "running"]

Say = Callable[[str], None]


@dataclass(frozen=True)
class Server:
    """A running embedded server."""

    url: str
    owner_url: str
    admin_url: str
    started: bool
    """False if it ran already and was only found."""


class Embedded:
    """The launcher of one data directory. ``settings`` are extra lines of the server's configuration."""

    def __init__(
        self, data_dir: Path, *, settings: Mapping[str, str] | None = None, say: Say = lambda line: None
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.user = account.service_user()
        self.settings = dict(settings or {})
        self.say = say

    @property
    def coordinates(self) -> Path:
        return self.data_dir / EMBEDDED_FILE

    def start(self) -> Server:
        """Start the server, or find the one that runs on this directory already."""
        make_data_dir(self.data_dir)
        with _alone(self.data_dir / "launcher.lock"):
            kept = self._kept()
            cluster = self._cluster(kept)
            if not cluster.exists():
                cluster.create(password=kept["passwords"][SUPERUSER])
            found = self._answering(cluster, kept["passwords"][SUPERUSER])
            port = found or cluster.start(port=kept["port"])
            return self._written({**kept, "port": port}, started=found is None)

    def _answering(self, cluster: Cluster, password: str) -> int | None:
        """The port of a server that runs here and answers, or None. One that is just dying is waited for."""
        deadline = time.monotonic() + PATIENCE
        while (pid := cluster.postmaster()) is not None:
            port = cluster.port_in_use()
            if port and roles.answers(_url(SUPERUSER, password, port)):
                return port
            if time.monotonic() > deadline:
                raise LaunchError(f"A database server runs here (process {pid}) but does not answer: end it.")
            time.sleep(0.1)
        return None

    def stop(self) -> None:
        if self.coordinates.exists():
            with _alone(self.data_dir / "launcher.lock"):
                self._cluster(self._kept()).stop()

    def postmaster(self) -> int | None:
        """The process number of the running server, or None."""
        if not self.coordinates.exists():
            return None
        return self._cluster(self._kept()).postmaster()

    def _cluster(self, kept: dict[str, object]) -> Cluster:
        return Cluster(Path(str(kept["cluster"])), binaries.find(self.user), self.user, self.settings)

    def _kept(self) -> dict:
        """The coordinates of the last start, or new ones, written down before anything is made with them."""
        if self.coordinates.exists():
            return dict(json.loads(self.coordinates.read_text(encoding="utf-8")))
        folder = self._place()
        self._set_aside(folder)
        names = (SUPERUSER, roles.OWNER, roles.APP)
        kept = {"cluster": str(folder), "port": 0, "passwords": {n: secrets.token_hex(24) for n in names}}
        write_private(self.coordinates, json.dumps(kept, indent=1))
        return kept

    def _place(self) -> Path:
        folder = self.data_dir / "postgres"
        if self.user.reaches(folder):
            return folder
        key = hashlib.sha256(str(self.data_dir).encode()).hexdigest()[:12]
        elsewhere = binaries.ELSEWHERE / f"data-{key}"
        binaries.ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.say(f"{self.data_dir} is private to root, so the database keeps its files in {elsewhere}.")
        return elsewhere

    def _set_aside(self, folder: Path) -> None:
        """A cluster whose passwords are lost is kept, under another name."""
        if folder.exists():
            aside = folder.with_name(f"{folder.name}.without-passwords-{int(time.time())}")
            folder.rename(aside)
            self.say(f"{self.coordinates} is missing; the old database was moved to {aside}.")

    def _written(self, kept: dict, *, started: bool) -> Server:
        urls = {role: _url(role, kept["passwords"][role], kept["port"]) for role in kept["passwords"]}
        admin = urls[SUPERUSER]
        if not kept.get("url"):
            roles.prepare(admin, passwords={r: kept["passwords"][r] for r in (roles.OWNER, roles.APP)})
        found = {"url": urls[roles.APP], "owner_url": urls[roles.OWNER]}
        if {**kept, **found} != self._kept():
            write_private(self.coordinates, json.dumps({**kept, **found}, indent=1))
        return Server(**found, admin_url=admin, started=started)


def _url(role: str, password: str, port: int) -> str:
    database = "postgres" if role == SUPERUSER else roles.DATABASE
    return f"postgresql://{role}:{password}@127.0.0.1:{port}/{database}"


@contextmanager
def running(
    data_dir: Path, *, settings: Mapping[str, str] | None = None, say: Say = print
) -> Iterator[Server]:
    """The server for as long as the block lasts; it is stopped after it only if it was started for it."""
    launcher = Embedded(data_dir, settings=settings, say=say)
    server = launcher.start()
    try:
        yield server
    finally:
        if server.started:
            launcher.stop()


def make_data_dir(folder: Path) -> None:
    """Private, except that root lets its database user pass through to the cluster."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


def write_private(path: Path, text: str) -> None:
    """Write a file only the caller may read, at once or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
