"""A web server of its own, started as an operator starts it, and a machine that may call it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from minben.agencies.models import Department
from minben.foundation.access.clients import digest_of, new_key
from minben.foundation.access.models import ApiClient
from minben.foundation.access.roles import Role
from minben.foundation.access.scopes import Scope
from minben.foundation.records.ids import new_id

PATIENCE = 90
UNMETERED = 1_000_000_000


@contextmanager
def server(*, workers: int = 2, threads: int = 4) -> Iterator[int]:
    """``minben serve`` on a free port of this machine, until the block ends."""
    port = _free_port()
    command = [sys.executable, "-m", "minben", "serve", "--port", str(port)]
    command += ["--workers", str(workers), "--threads", str(threads)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_environment())
    try:
        _wait(port, running)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=20)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "MINBEN_DATABASE_POOL"}


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    """Until a worker answers: the port is open before they are ready."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and running.poll() is None:
        try:
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            asking.request("GET", "/healthz")
            asking.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The web server did not start.")


@contextmanager
def machine() -> Iterator[str]:
    """The key of a client of the hotline centre that may do all that is measured, as often as it likes.

    It may call until the block ends: a city that is kept does not keep an open door.
    """
    key = new_key()
    made = ApiClient.objects.create(
        id=new_id(),
        name="bench",
        department_id=centre().id,
        roles=[Role.SUPERVISOR, Role.AGENT],
        scopes=[Scope.CASES_READ, Scope.CASES_WRITE, Scope.CASES_WORK, Scope.PARTIES_READ],
        prefix=key[:8],
        digest=digest_of(key),
        rate=UNMETERED,
    )
    try:
        yield key
    finally:
        ApiClient.objects.filter(pk=made.pk).update(revoked_at=timezone.now())


def centre() -> Department:
    """The hotline centre of the city."""
    return Department.objects.filter(is_centre=True, active=True).order_by("jurisdiction_id", "id")[:1].get()
