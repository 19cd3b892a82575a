"""Writing what another system worked on: as :func:`record_history` does, fast enough for a city's years."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from minben.agencies.models import Department, Jurisdiction
from minben.agencies.queries import calendar_of
from minben.cases.recording import PastCase
from minben.cases.stamping import Press, fits
from minben.foundation.access.actor import Actor
from minben.foundation.audit import trail
from minben.foundation.records.errors import Problem

from .record_history import Recorded, fresh_numbers, make_room, record_history, unknown


class Elsewhere:
    """Takes chunks of past cases of one source; keeps the shapes it has seen from one chunk to the next."""

    def __init__(self, actor: Actor, *, jurisdiction: Jurisdiction, centre: Department) -> None:
        self.actor, self.jurisdiction, self.centre = actor, jurisdiction, centre
        self.press = Press(jurisdiction, centre, calendar_of(jurisdiction))

    def record(self, past: Sequence[PastCase]) -> Recorded:
        """Write one chunk in one transaction; what is known by its key is left as it is."""
        result = Recorded()
        fresh = unknown(past, result)
        if not fresh:
            return result
        make_room(fresh)
        plain = [item for item in fresh if fits(item)]
        with transaction.atomic():
            self._rest([item for item in fresh if not fits(item)], result)
            self._stamp(plain, result)
        return result

    def _stamp(self, plain: Sequence[PastCase], result: Recorded) -> None:
        count = 0
        for item, number in zip(plain, fresh_numbers(plain, self.jurisdiction), strict=True):
            try:
                self.press.add(item, number)
                count += 1
            except Problem as problem:
                result.refused[item.source_key] = str(problem.message)
        self.press.store()
        result.written += count
        self._tell(count)

    def _rest(self, others: Sequence[PastCase], result: Recorded) -> None:
        done = record_history(self.actor, others, jurisdiction=self.jurisdiction, centre=self.centre)
        result.written += done.written
        result.refused |= done.refused

    def _tell(self, count: int) -> None:
        subject = ("jurisdiction", self.jurisdiction.id)
        trail.wrote(self.actor, "case.history.recorded", subject=subject, after={"cases": count})
