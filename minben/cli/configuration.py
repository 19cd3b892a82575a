"""``minben config``: the government itself as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minben.config.environment import SettingError

from . import session
from .console import say

app = typer.Typer(
    no_args_is_help=True,
    help="Departments, offices, days, staff and settings as one file, without passwords and keys.",
)


@app.command("export")
def write_out(file: Annotated[Path, typer.Argument(help="The YAML file to write.")]) -> None:
    """Write the configuration of this installation to FILE."""
    with session.django_ready():
        from minben.agencies import configuration
        from minben.agencies.queries import seat

        text = configuration.write(seat())
        file.write_text(text, encoding="utf-8")
    say(f"{file}: {text.count(chr(10)):,} lines.")


@app.command("import")
def take_in(
    file: Annotated[
        Path, typer.Argument(help="A YAML file that `minben config export` wrote, or one like it.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Make it as FILE says: all of it or nothing. What FILE does not name stays; the same file again changes nothing."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingError(f"{file} cannot be read: {problem}") from problem
    with session.django_ready():
        from minben.agencies import configuration
        from minben.agencies.queries import seat
        from minben.foundation.access.actor import SYSTEM

        steps = configuration.plan(configuration.read(text), seat())
        for step in steps:
            say(f"  line {step.line}: {step.text}")
        if not dry_run:
            configuration.apply(SYSTEM, steps)
    say(_sum(len(steps), dry_run))


def _sum(count: int, dry_run: bool) -> str:
    if not count:
        return "Nothing to change: it is as the file says."
    return f"{count} changes to be made." if dry_run else f"{count} changes made."
