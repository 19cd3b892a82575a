"""One PostgreSQL cluster in one folder: make it, start it, find it again, stop it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import process
from .account import LaunchError, ServiceUser
from .binaries import Binaries

SUPERUSER = "postgres"
PATIENCE = 20.0
"""Seconds to wait for the last backends of a killed server to notice that it is gone."""
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
"""For throw-away clusters of tests only: a crash of the machine would lose everything."""
USUAL = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "max_connections": "100",
    "max_wal_size": "'2GB'",
    "jit": "off",
    "random_page_cost": "1.1",  # as on solid-state disks, and as the production page says
    "password_encryption": "'scram-sha-256'",
    "timezone": "'UTC'",
    "lc_messages": "'C'",
}
_SMALLEST, _LARGEST, _SHARE = 128, 2048, 8
_MEGABYTE = 2**20


def _buffers() -> int:
    """Megabytes of buffers: an eighth of the machine's memory, within limits. A city of a million then stays warm."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // _MEGABYTE
    return min(max(memory // _SHARE, _SMALLEST), _LARGEST)


@dataclass(frozen=True)
class Cluster:
    """``folder`` belongs to the service user; nobody else reads it."""

    folder: Path
    binaries: Binaries
    user: ServiceUser
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def exists(self) -> bool:
        return (self.folder / "PG_VERSION").exists()

    def create(self, *, password: str) -> None:
        """``initdb`` beside the folder, then move it into place: a start cut short leaves nothing half made."""
        fresh = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.user.own(fresh)
        secret = fresh.with_name(self.folder.name + ".password")
        try:
            _write_private(secret, password, self.user)
            self._initdb(fresh, secret)
        finally:
            secret.unlink(missing_ok=True)
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write("\ninclude 'minben.conf'\n")
        fresh.rename(self.folder)

    def _initdb(self, folder: Path, secret: Path) -> None:
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        locale = builtin if self.binaries.major >= 17 else ["--locale=C.UTF-8"]
        options = [
            "-D",
            str(folder),
            "-U",
            SUPERUSER,
            "-A",
            "scram-sha-256",
            f"--pwfile={secret}",
            "-E",
            "UTF8",
        ]
        done = self._run("initdb", *options, *locale)
        if done.returncode:
            raise LaunchError(f"PostgreSQL could not make its files in {folder}: {done.stderr.strip()}")

    def postmaster(self) -> int | None:
        """The process of the running server, or None. A stale pid file is removed."""
        pid_file = self.folder / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n")[0])
        except (OSError, ValueError):
            return None
        if process.is_live_postgres(pid, self.folder):
            return pid
        pid_file.unlink(missing_ok=True)
        return None

    def port_in_use(self) -> int:
        """The port the running server listens on, as its pid file says; 0 while it does not say so yet."""
        try:
            return int((self.folder / "postmaster.pid").read_text().split("\n")[3])
        except (OSError, ValueError, IndexError):
            return 0

    def start(self, *, port: int) -> int:
        """Start the server and return its port: ``port`` if it is free, otherwise another."""
        deadline = time.monotonic() + PATIENCE
        while True:
            port = free_port(port)
            self._configure(port)
            trouble = self._start_once()
            if trouble is None:
                return port
            if time.monotonic() > deadline or not _passes_by_itself(trouble):
                raise LaunchError(f"PostgreSQL did not start. Its log {self.log} ends with:\n{trouble}")
            time.sleep(0.3)

    def _start_once(self) -> str | None:
        before = self.log.stat().st_size if self.log.exists() else 0
        done = self._run("pg_ctl", "-D", str(self.folder), "-l", str(self.log), "-w", "-t", "120", "start")
        if done.returncode == 0:
            return None
        if not self.log.exists():
            return f"(no log) pg_ctl says: {done.stderr.strip()}"
        with self.log.open("rb") as log:
            log.seek(before)
            return log.read().decode(errors="replace")[-2000:] or done.stderr

    def stop(self) -> None:
        """Stop the server (open connections are cut, nothing committed is lost) and wait until it is gone."""
        if self.postmaster() is None:
            return
        done = self._run("pg_ctl", "-D", str(self.folder), "-m", "fast", "-w", "-t", "8", "stop")
        if done.returncode and self.postmaster() is not None:
            self._run("pg_ctl", "-D", str(self.folder), "-m", "immediate", "-w", "-t", "5", "stop")

    def _configure(self, port: int) -> None:
        lines = {**USUAL, "shared_buffers": f"'{_buffers()}MB'", "port": str(port), **self.settings}
        conf = self.folder / "minben.conf"
        _write_private(conf, "".join(f"{name} = {value}\n" for name, value in lines.items()), self.user)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.binaries.program(program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PGTZ": "UTC"},
            **self.user.arguments(),
        )


def free_port(wanted: int) -> int:
    """``wanted`` if nobody listens there, otherwise one the system gives."""
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise LaunchError("No free port on 127.0.0.1: stop something that listens there.")


def _passes_by_itself(trouble: str) -> bool:
    """A port taken in the meantime, or backends of a killed server still leaving."""
    return "Address already in use" in trouble or "pre-existing shared memory block" in trouble


def _write_private(path: Path, text: str, user: ServiceUser) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    user.own(path)
