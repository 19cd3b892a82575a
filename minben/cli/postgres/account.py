"""PostgreSQL refuses to run as root, so root starts it as an operating-system user that can do nothing else."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "minben-db"


class LaunchError(Exception):
    """The embedded database cannot run. The message says what to do."""


@dataclass(frozen=True)
class ServiceUser:
    """Whom the server runs as. ``drops`` is False when that is simply whoever called."""

    uid: int
    gid: int
    drops: bool

    def arguments(self) -> dict[str, Any]:
        """What ``subprocess`` needs to become this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drops else {}

    def own(self, path: Path) -> None:
        if self.drops:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Whether every existing folder above ``path`` may be passed by this user."""
        return not self.drops or all(self._passes(folder) for folder in path.absolute().parents)

    def _passes(self, folder: Path) -> bool:
        if not folder.exists():
            return True
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def service_user() -> ServiceUser:
    """The caller, or for root the user ``minben-db``, made when it is not there yet."""
    if os.geteuid() != 0:
        return ServiceUser(os.geteuid(), os.getegid(), drops=False)
    entry = _existing(NAME) or _made() or _existing("postgres") or _existing("nobody")
    if entry is None or entry.pw_uid == 0:
        raise LaunchError(f"Make an operating-system user named {NAME}, or start Minben as an ordinary user.")
    return ServiceUser(entry.pw_uid, entry.pw_gid, drops=True)


def _existing(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _made() -> pwd.struct_passwd | None:
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if command is None:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    subprocess.run([command, *options, NAME], check=False, capture_output=True, stdin=subprocess.DEVNULL)
    return _existing(NAME)
