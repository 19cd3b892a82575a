"""Is the process of a pid file still the server it names? A number alone proves nothing after a restart."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

PROC = Path("/proc")


def is_live_postgres(pid: int, cluster: Path) -> bool:
    """Whether ``pid`` is a running (not dead and unburied) postgres that works in ``cluster``."""
    if not (PROC / "self").exists():
        return _by_ps(pid)
    folder = PROC / str(pid)
    try:
        name = (folder / "comm").read_text().strip()
        state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return name == "postgres" and state not in {"Z", "X"} and _works_in(folder, cluster)


def _works_in(folder: Path, cluster: Path) -> bool:
    try:
        return Path(os.readlink(folder / "cwd")) == cluster.resolve()
    except OSError:
        return True


def _by_ps(pid: int) -> bool:
    answer = subprocess.run(
        ["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, name = answer.stdout.strip().partition(" ")
    return "postgres" in name and not state.startswith("Z")
