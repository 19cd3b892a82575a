"""The list of letters that are designed, and those of a case."""

from __future__ import annotations

from dataclasses import dataclass

from minben.cases.letters import issuing, wording
from minben.cases.letters.issuing import Possible
from minben.cases.letters.kinds import LETTERS, Letter
from minben.cases.models import Case
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.options import held, queries
from minben.foundation.records.translated import Localized, localized

from .settings import Standing, standing_of


@dataclass(frozen=True)
class Line:
    """A letter on the list: where its text is changed, and its title."""

    letter: Letter
    standing: Standing
    title: Localized
    by_itself: bool


def lines(actor: Actor) -> list[Line]:
    """In the order in which they are declared."""
    found = {one.group.name: one for one in standing_of(queries.groups_of(actor, wording.SCREEN))}
    return [
        Line(
            letter,
            found[wording.group_name(name)],
            localized(held.of(wording.group_name(name))["title"]),
            wording.made_by_itself(name),
        )
        for name, letter in LETTERS.items()
        if wording.group_name(name) in found
    ]


@dataclass(frozen=True)
class OfCase:
    """A letter that fits a case. ``title``: what the paper is called; ``revocable`` by whoever reads the page."""

    possible: Possible
    title: Localized
    revocable: bool


def possible(actor: Actor, case: Case) -> list[OfCase]:
    """In the order of their kinds."""
    return [_of_case(actor, one) for one in issuing.possible(case)]


def _of_case(actor: Actor, one: Possible) -> OfCase:
    held_now = one.held if one.held is not None and not one.held.revoked else None
    return OfCase(
        one,
        localized(wording.texts_of(one.letter.name)["title"]),
        held_now is not None and allowed(actor, "certificate.revoke", held_now),
    )
