"""``minben audit verify``: prove that nobody touched the trail, or name the line."""

from __future__ import annotations

import typer

from . import session
from .console import complain, say

app = typer.Typer(no_args_is_help=True, help="The trail of changes and reads.")


@app.callback()
def audit() -> None:
    """The trail of changes and reads."""


@app.command("verify")
def verify() -> None:
    """Recompute every seal; exit code 1 when a line was changed, removed or added."""
    with session.django_ready():
        from minben.foundation.audit.verify import verify as examine

        findings = [finding for trail in ("audit", "reads") for finding in examine(trail)]
    for finding in findings:
        complain(str(finding))
    if findings:
        raise typer.Exit(1)
    say("Both trails are whole: every sealed line is there as it was written.")
