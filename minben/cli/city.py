"""The hidden command that builds and grows the practice city, and how far it has come."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Annotated

import typer

from . import session
from .console import ProgressLine, out
from .indexes import put_aside
from .parent import end_with_parent

AT_ONCE = 2_000
"""So many people are there before the site opens; the others move in while it runs."""
MANY = 100_000
"""From so many new people on, secondary indexes are built after the load."""
FOLLOWS = ("people", "--to")
STATE = "city.json"


def built(data: Path) -> int:
    """How many people the practice city of this directory has so far."""
    try:
        return int(json.loads((data / STATE).read_text(encoding="utf-8"))["people"])
    except (OSError, ValueError, KeyError):
        return 0


def people(
    to: Annotated[int, typer.Option(min=1)],
    child: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Bring the practice city to so many people (``minben demo`` does this by itself)."""
    if child:
        end_with_parent()
    with session.django_ready() as env:
        city = importlib.import_module("minben.demo.city")
        progress = _plain if child else ProgressLine("people")
        if built(env.data_dir):
            with put_aside(env, wanted=to - built(env.data_dir) > MANY):
                city.grow(to=to, progress=progress)
        else:
            city.build(people=to, progress=progress)
        (env.data_dir / STATE).write_text(json.dumps({"people": to}), encoding="utf-8")


def log_ins() -> None:
    """Print the log-ins of the practice city."""
    session.start_django(session.settings())
    out.print(importlib.import_module("minben.demo.logins").table(), markup=False)


def _plain(done: int, total: int) -> None:
    out.print(f"{done} {total}", markup=False)
