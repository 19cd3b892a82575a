"""``minben worker``: the process that does the jobs and hands on the news."""

from __future__ import annotations

from typing import Annotated

import typer

from . import session
from .parent import end_with_parent


def worker(child: Annotated[bool, typer.Option(hidden=True)] = False) -> None:
    """Work off jobs and events until stopped."""
    if child:
        end_with_parent()
    with session.django_ready():
        from minben.foundation import jobs

        jobs.run_worker()
