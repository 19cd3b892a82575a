"""``minben import``: take in what another system holds."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from . import session
from .console import out, say

if TYPE_CHECKING:
    from minben.importing.engine import Progress as Told
    from minben.importing.engine import Summary


class Kind(StrEnum):
    SERVICES = "services"
    ARTICLES = "articles"
    MESSAGES = "messages"
    SERVICE_REQUESTS = "service-requests"


EVERY = 2_000
"""Without a terminal, one line after so many rows."""
SELDOM = 100_000
"""New objects between two looks for circles of them: rows make many objects and no circles."""


def take_in(
    kind: Annotated[Kind, typer.Argument(help="What the rows are.")],
    file: Annotated[Path, typer.Argument(help="CSV (also .gz), Excel workbook or JSON lines.")],
    mapping: Annotated[str, typer.Option(help="Name of a shipped mapping, or path of a mapping file.")],
    jurisdiction: Annotated[
        str,
        typer.Option(help="Code of an existing jurisdiction to import into, instead of the mapping's own."),
    ] = "",
    encoding: Annotated[str, typer.Option(help="utf-8, gb18030 or big5, where it is not found out.")] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first rows.")] = None,
) -> None:
    """Import FILE. Twice is the same as once; rows that cannot be taken go into a rejects file with the reason."""
    with session.django_ready() as env:
        from minben.foundation.access.actor import SYSTEM
        from minben.importing import engine
        from minben.importing.encodings import known
        from minben.importing.mapping import load

        gc.set_threshold(SELDOM)
        rejects = env.data_dir / "imports" / f"{file.name}.rejects.csv"
        read = load(mapping)
        with counting() as told:
            done = engine.take_in(
                SYSTEM,
                kind.value,
                file,
                read,
                rejects=rejects,
                jurisdiction=jurisdiction,
                encoding=known(encoding),
                limit=limit,
                progress=told,
            )
    _sum_up(done)


@contextmanager
def counting(*, quiet: bool = False) -> Iterator[Told | None]:
    """Tells how far a file is read: a bar where a person watches, else lines; ``quiet``: nothing at all."""
    if quiet:
        yield None
        return
    if not out.is_terminal:
        yield _Lines()
        return
    columns = (TextColumn("  {task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("0 rows", total=None)
        yield lambda rows, at, size: bar.update(
            task, description=f"{rows:,} rows", completed=at, total=max(size, 1)
        )


class _Lines:
    """One plain line after every 2,000 rows."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, rows: int, at: int, size: int) -> None:
        if rows // EVERY > self._told:
            self._told = rows // EVERY
            say(f"  {rows:,} rows")


def _sum_up(done: Summary) -> None:
    say(
        f"Read {done.read:,} rows into {done.jurisdiction}: {done.new:,} new, {done.changed:,} changed, "
        f"{done.unchanged:,} unchanged, {done.rejected:,} rejected, in {done.seconds:.1f} s."
    )
    if done.rejects is not None:
        say(f"What was rejected and why: {done.rejects}")
