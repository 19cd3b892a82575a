"""Cases that could go on by another version: by number and place only, as designers do not read cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minben.cases.actions.version_moves import Candidate, candidates
from minben.cases.models import Case
from minben.foundation.access.actor import Actor
from minben.processes.models import Version


@dataclass(frozen=True)
class Line:
    case: Case
    number: int
    reasons: tuple[str, ...]
    moved: bool

    @property
    def fits(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class MovesPage:
    version: Version
    fitting: list[Line]
    staying: list[Line]
    more: bool


def moves_page(actor: Actor, version: Version) -> MovesPage:
    found = candidates(actor, version)
    lines = lines_of(found.found)
    return MovesPage(
        version,
        [line for line in lines if line.fits],
        [line for line in lines if not line.fits],
        found.more,
    )


def lines_of(found: Iterable[Candidate]) -> list[Line]:
    return [Line(one.case, one.before, one.reasons, one.moved) for one in found]
