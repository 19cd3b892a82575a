"""Real processes of Minben that can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

ROOT = Path(__file__).resolve().parents[3]


def test_database_url() -> str:
    """Where this test's database is, for another process."""
    held = settings.DATABASES["default"]
    user, password = quote(str(held["USER"])), quote(str(held["PASSWORD"]))
    return f"postgresql://{user}:{password}@{held['HOST']}:{held['PORT']}/{held['NAME']}"


test_database_url.__test__ = False  # type: ignore[attr-defined]


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MINBEN_")}
    return {
        **plain,
        "DJANGO_SETTINGS_MODULE": "minben.config.settings",
        "MINBEN_DATA_DIR": str(data_dir),
        "MINBEN_SECRET_KEY": "f" * 64,
        "MINBEN_FIELD_KEYS": "dev:a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=",
        **more,
    }


@contextmanager
def process(*arguments: str, env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A Python process in a group of its own; killed at the end if it is still there."""
    started = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        yield started
    finally:
        kill(started)
        for pipe in (started.stdin, started.stdout, started.stderr):
            if pipe is not None:
                pipe.close()


def kill(started: subprocess.Popen[str]) -> None:
    """As the kernel does when memory runs out: no time for anything."""
    if started.poll() is None:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait(30)
