"""Writing what another system worked on: as :func:`record_history` does, fast enough for a city's years."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from minben.agencies.models import Department, Jurisdiction
from minben.agencies.queries import calendar_of
from minben.cases.history.recording import PastCase
from minben.cases.history.stamping import Lines, Press, fits, store
from minben.foundation.access.actor import Actor
from minben.foundation.audit import trail
from minben.foundation.records.beside import Beside
from minben.foundation.records.errors import Problem

from .record_history import Recorded, fresh_numbers, make_room, record_history, unknown


class Elsewhere:
    """Takes chunks of past cases of one source; keeps the shapes it has seen from one chunk to the next.

    The rows of a chunk are written in one transaction, beside the caller who prepares the next chunk; ``finish`` waits
    for the last one. Numbers are taken before: an import that is killed leaves a gap in them.
    """

    def __init__(self, actor: Actor, *, jurisdiction: Jurisdiction, centre: Department) -> None:
        self.actor, self.jurisdiction, self.centre = actor, jurisdiction, centre
        self.press = Press(jurisdiction, centre, calendar_of(jurisdiction))
        self._beside = Beside()
        self._writing: set[str] = set()

    def record(self, past: Sequence[PastCase]) -> Recorded:
        """Write one chunk; what is known by its key, or being written, is left as it is."""
        result = Recorded()
        fresh = unknown([item for item in past if item.source_key not in self._writing], result)
        result.known += sum(item.source_key in self._writing for item in past)
        if not fresh:
            return result
        make_room(fresh)
        self._rest([item for item in fresh if not fits(item)], result)
        self._stamp([item for item in fresh if fits(item)], result)
        return result

    def finish(self) -> None:
        """Wait until everything is written. Raises what went wrong with it."""
        self._beside.finish()

    def _stamp(self, plain: Sequence[PastCase], result: Recorded) -> None:
        written: set[str] = set()
        for item, number in zip(plain, fresh_numbers(plain, self.jurisdiction), strict=True):
            try:
                self.press.add(item, number)
                written.add(item.source_key)
            except Problem as problem:
                result.refused[item.source_key] = str(problem.message)
        lines, count = self.press.taken(), len(written)
        self._beside.run(lambda: self._write(lines, count))
        self._writing = written
        result.written += count

    @transaction.atomic
    def _write(self, lines: Lines, count: int) -> None:
        store(lines)
        subject = ("jurisdiction", self.jurisdiction.id)
        trail.wrote(self.actor, "case.history.recorded", subject=subject, after={"cases": count})

    def _rest(self, others: Sequence[PastCase], result: Recorded) -> None:
        if not others:
            return
        done = record_history(self.actor, others, jurisdiction=self.jurisdiction, centre=self.centre)
        result.written += done.written
        result.refused |= done.refused
