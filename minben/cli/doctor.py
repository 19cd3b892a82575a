"""``minben doctor``: what is wrong with an installation, and how to mend it."""

from __future__ import annotations

import typer
from rich.markup import escape

from minben.config.environment import SettingError

from . import session
from .console import out
from .findings import Finding, Grade
from .postgres.account import LaunchError

MARKS = {Grade.GOOD: "ok     ", Grade.WARNING: "warning", Grade.BAD: "wrong  "}


def doctor() -> None:
    """Check the installation; exit code 1 when something is wrong (warnings do not count)."""
    findings = examine()
    for finding in findings:
        out.print(f"{MARKS[finding.grade]}  {escape(finding.subject)}: {escape(finding.found)}")
        if finding.mend:
            out.print(f"         → {escape(finding.mend)}")
    wrong = sum(finding.grade is Grade.BAD for finding in findings)
    out.print("Nothing is wrong." if not wrong else f"{wrong} wrong.")
    raise typer.Exit(1 if wrong else 0)


def examine() -> list[Finding]:
    """All findings. What needs the database is left out, with one finding saying so, when it is not reachable."""
    from . import checks_of_database, checks_of_machine

    try:
        env = session.settings()
    except SettingError as error:
        return [
            checks_of_machine.python(),
            Finding.bad("settings", str(error), "Correct the setting and try again."),
        ]
    findings = checks_of_machine.all_of(env)
    try:
        with session.django_ready() as ready:
            return findings + checks_of_database.all_of(ready)
    except Exception as error:
        if not database_hint(error):
            raise
        return [*findings, Finding.bad("database", str(error).strip(), database_hint(error))]


def database_hint(error: Exception) -> str:
    """How to mend it, or an empty text for an error that is not about reaching the database."""
    if isinstance(error, SettingError):
        return "Run `minben setup`, or point MINBEN_DATA_DIR or MINBEN_DATABASE_URL at an installation."
    if isinstance(error, LaunchError):
        return "Read the server's log named above; put the directory back from a backup if it is damaged."
    if type(error).__name__ in {"OperationalError", "PoolTimeout"}:
        return "Start the database server, or correct MINBEN_DATABASE_URL (address, role, password)."
    return ""
