"""From a file to what became of it: chunks in one transaction each, rejects beside, progress told.

Killed and started again it reads from the first row: what is there is found by its key and left as it is.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from minben.agencies.models import Jurisdiction
from minben.foundation.access.actor import Actor
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid

from .departments import jurisdiction_for
from .loaders import LOADERS
from .mapping import Mapping
from .outcome import Outcome
from .reading import Row, Table, need, open_table
from .rejects import Rejects

Progress = Callable[[int, int, int], None]
"""Called with rows read, bytes read and bytes there are."""


@dataclass(frozen=True)
class Summary:
    """The end of an import in figures; ``rejects`` is the file of what was refused, or None."""

    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    seconds: float
    jurisdiction: str
    rejects: Path | None


def take_in(
    actor: Actor,
    kind: str,
    path: Path,
    mapping: Mapping,
    *,
    rejects: Path,
    jurisdiction: str = "",
    encoding: str = "",
    limit: int | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Import ``path`` with ``mapping``. Raises Invalid for a wrong file or mapping before anything is written."""
    started = time.monotonic()
    if mapping.kind != kind:
        raise Invalid(
            _("This mapping is for %(own)s, not for %(asked)s.") % {"own": mapping.kind, "asked": kind}
        )
    table = open_table(
        path,
        encoding=encoding or mapping.encoding,
        language=mapping.language,
        delimiter=mapping.delimiter,
        sheet=mapping.sheet,
    )
    need(table, mapping.columns, path)
    place = jurisdiction_for(actor, mapping, jurisdiction)
    whole = _work(actor, mapping, place, table, Rejects(rejects, table.head), limit, progress)
    count = len(whole.rejects)
    return Summary(
        read=whole.new + whole.changed + whole.unchanged + count,
        new=whole.new,
        changed=whole.changed,
        unchanged=whole.unchanged,
        rejected=count,
        seconds=time.monotonic() - started,
        jurisdiction=place.code,
        rejects=rejects if count else None,
    )


def _work(
    actor: Actor,
    mapping: Mapping,
    place: Jurisdiction,
    table: Table,
    rejects: Rejects,
    limit: int | None,
    progress: Progress | None,
) -> Outcome:
    loader = LOADERS[mapping.kind](actor, mapping, place)
    whole, read = Outcome(), 0
    with rejects:
        for chunk in _chunks(itertools.islice(table.rows, limit), loader.chunk):
            done = Outcome(rejects=[(row, row.problem) for row in chunk if row.problem])
            done.add(loader.load([row for row in chunk if not row.problem]))
            rejects.write(done.rejects)
            whole.add(done)
            read += len(chunk)
            if progress is not None:
                progress(read, table.position(), table.size)
        loader.finish()
    _tell(actor, mapping, place, whole)
    return whole


def _chunks(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while chunk := list(itertools.islice(rows, size)):
        yield chunk


def _tell(actor: Actor, mapping: Mapping, place: Jurisdiction, whole: Outcome) -> None:
    after: dict[str, Any] = {
        "kind": mapping.kind,
        "source": mapping.source,
        "new": whole.new,
        "changed": whole.changed,
        "rejected": len(whole.rejects),
    }
    trail.wrote(actor, "import.finished", subject=("jurisdiction", place.id), after=after)
