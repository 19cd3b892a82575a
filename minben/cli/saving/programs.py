"""``pg_dump`` and ``pg_restore`` that fit the server: of its own major version, else the next newer one there is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from minben.cli.postgres import binaries
from minben.config.environment import SettingError


def run(program: str, url: str, server: int, *arguments: str) -> None:
    """Run a program of PostgreSQL against ``url``; the password goes by the environment, not the process list.

    Raises SettingError with the program's own last words.
    """
    plain, password = without_password(url)
    done = subprocess.run(
        [str(folder_for(server) / program), *arguments, f"--dbname={plain}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PGPASSWORD": password, "LC_ALL": "C"},
    )
    if done.returncode:
        raise SettingError(f"{program} failed: {done.stderr.strip()[-2000:]}")


def folder_for(server: int) -> Path:
    """Where the programs for a server of that major version lie."""
    found = {binaries.major_of(folder): folder for folder in reversed(binaries.folders())}
    fitting = [major for major in sorted(found) if major >= server]
    if not fitting:
        raise SettingError(
            f"The server is PostgreSQL {server}, and there is no pg_dump of that version or a newer one here: "
            f"install the package postgresql-client-{server}."
        )
    return found[fitting[0]]


def without_password(url: str) -> tuple[str, str]:
    """The address as it may be seen by others, and the password."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")
    user = place[0].partition(":")[0]
    netloc = f"{user}@{place[2]}" if user else place[2]
    return urlunsplit(parts._replace(netloc=netloc)), unquote(parts.password or "")
