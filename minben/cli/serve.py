"""``minben serve``: the web server (granian, WSGI; static files by whitenoise)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from . import session
from .console import say
from .parent import end_with_parent

TARGET = "minben.config.wsgi:application"
KILLED_AFTER = 5
"""Seconds that a process of the web server may take for the answers it has in hand."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
    threads: Annotated[int, typer.Option(min=1, help="Threads of each process.")] = 4,
    child: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Serve the public site, the desk and the API."""
    if child:
        end_with_parent()
    with session.database() as env:
        (env.data_dir / "static").mkdir(parents=True, exist_ok=True)
        _share_figures(env.data_dir / "metrics")
        os.environ.setdefault("MINBEN_DATABASE_POOL", str(threads))
        if not child:
            say(f"Serving at http://{host}:{port} (stop with Ctrl-C).")
        _granian(host, port, workers=workers, threads=threads)


def _share_figures(folder: Path) -> None:
    """A fresh folder in which the processes of this server add up their figures."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _granian(host: str, port: int, *, workers: int, threads: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=threads * 16,
        respawn_failed_workers=True,
        workers_kill_timeout=KILLED_AFTER,
        log_level=LogLevels.warning,
    ).serve()
