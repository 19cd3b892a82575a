"""``minben keys``: the keys that seal id numbers."""

from __future__ import annotations

import typer

from . import session
from .console import ProgressLine, out, say

app = typer.Typer(no_args_is_help=True, help="The keys that seal id numbers.")


@app.command("new")
def new() -> None:
    """Print a fresh key for MINBEN_FIELD_KEYS; put it before the old ones, then rotate."""
    from minben.config.installation import new_field_key

    out.print(new_field_key(), markup=False)


@app.command("rotate")
def rotate() -> None:
    """Seal everything again with the newest key. May be stopped and started again at any time."""
    with session.django_ready():
        from minben.foundation import keys

        count = keys.rotate(progress=ProgressLine("values"))
        say(f"{count:,} values are sealed with the newest key. Older keys may now be removed.")
