"""Run another ``minben`` command to its end in a process of its own (another role, another Django)."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from minben.config.environment import SettingError


def finish(*arguments: str, show: bool = False) -> None:
    """What the command says is shown as it goes (``show``), or only when it fails."""
    command: list[str] = [sys.executable, "-m", "minben", *arguments]
    options: dict[str, Any] = {} if show else {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, stdin=subprocess.DEVNULL, text=True, check=False, **options)
    if done.returncode:
        raise SettingError(f"`minben {' '.join(arguments)}` failed.\n{done.stdout or ''}")
