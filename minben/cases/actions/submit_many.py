"""Many requests in one call: for machines that bring hundreds at a time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases.intake import Submission, Submitted, check, numbers, opening
from minben.cases.intake.opening_many import Opening, Openings
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.files.actions import link
from minben.foundation.records.errors import Invalid, Problem
from minben.foundation.records.fresh import fresh
from minben.foundation.records.idempotency import answer_to, body_digest, claim_keys, earlier_answers
from minben.foundation.records.models import IdempotencyKey
from minben.foundation.records.writing import copy_lines

MOST = 1_000
LONGEST_KEY = 100
Answer = Submitted | Problem


def submit_many(
    actor: Actor, items: Sequence[tuple[str, Submission]], *, now: dt.datetime | None = None
) -> list[Answer]:
    """Make a case of each (key, request); one answer for each, in the order given.

    An answer is the Submitted, with ``new`` False for what the same key brought before (also earlier in this call), or
    the Problem that :func:`~minben.cases.actions.submit.submit` would have raised: Invalid with its fields, Conflict for a key used
    with another request. It is not raised: a bad item stops none of the others. All good items are written in one
    transaction, each with its audit line and its news; a number of statements that does not grow with the items.

    Raises Refused, and Invalid for more than 1,000 items.
    """
    require(actor, "case.submit")
    if len(items) > MOST:
        raise Invalid(_("At most %(most)d requests fit into one call.") % {"most": MOST})
    batch = _Batch(actor, list(items), now or timezone.now())
    batch.check()
    batch.recall()
    batch.open()
    with transaction.atomic():
        batch.write()
    batch.recall()
    return batch.answers()


@dataclass
class _Batch:
    """One call on its way. ``found`` holds the answers by place; what has none yet is still to be done."""

    actor: Actor
    items: list[tuple[str, Submission]]
    now: dt.datetime
    found: dict[int, Answer] = field(default_factory=dict)
    made: dict[str, tuple[int, Opening]] = field(default_factory=dict)

    def check(self) -> None:
        for place, (key, submission) in enumerate(self.items):
            try:
                _check_key(key)
                check(submission)
            except Problem as problem:
                self.found[place] = problem

    def recall(self) -> None:
        """Answer what was brought before."""
        left = self._left()
        earlier = (
            earlier_answers(self.actor.key, [_stored(key) for _place, key, _item in left]) if left else {}
        )
        for place, key, submission in left:
            if _stored(key) in earlier:
                self.found[place] = _repeated(earlier[_stored(key)], submission)

    def open(self) -> None:
        """Make the rows of everything new; of one key the first item."""
        known = opening.known_for([item for _place, _key, item in self._left()], self.now)
        wanted: dict[str, tuple[int, Submission]] = {}
        for place, key, submission in self._left():
            try:
                opening.check_known(submission, known)
                wanted.setdefault(key, (place, submission))
            except Problem as problem:
                self.found[place] = problem
        openings = Openings(self.actor, known)
        taken = self._numbers([submission for _place, submission in wanted.values()])
        for key, (place, submission) in wanted.items():
            number = taken[opening.year_of(submission, self.now)].pop(0)
            self.made[key] = (place, openings.open(submission, number))

    def write(self) -> None:
        """Claim the keys, then write the cases of those that nobody else claimed meanwhile."""
        rows = [self._key_row(key) for key in self.made]
        mine = claim_keys(rows) if rows else set()
        won = {key: pair for key, pair in self.made.items() if _stored(key) in mine}
        if won:
            copy_lines(line for _place, made in won.values() for line in made.lines)
            documents = [document for _place, made in won.values() for document in made.documents]
            if documents:
                link(documents)
        for place, made in won.values():
            self.found[place] = made.told

    def answers(self) -> list[Answer]:
        return [self.found[place] for place in range(len(self.items))]

    def _left(self) -> list[tuple[int, str, Submission]]:
        return [(n, key, item) for n, (key, item) in enumerate(self.items) if n not in self.found]

    def _numbers(self, submissions: list[Submission]) -> dict[int, list[str]]:
        years: defaultdict[int, int] = defaultdict(int)
        for submission in submissions:
            years[opening.year_of(submission, self.now)] += 1
        return {year: numbers.next_numbers(year, count) for year, count in years.items()}

    def _key_row(self, key: str) -> IdempotencyKey:
        place, made = self.made[key]
        digest = body_digest(self.items[place][1].body_for_digest())
        result = opening.remembered(made.told)
        return fresh(IdempotencyKey, caller=self.actor.key, key=_stored(key), digest=digest, result=result)


def _stored(key: str) -> str:
    """As :func:`~minben.cases.actions.submit.submit` stores it: a request may come again by either way."""
    return f"case:{key}"


def _check_key(key: str) -> None:
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Invalid(
            _("Each request needs a key of its own."),
            fields={"key": _("Give it a key of 1 to %(most)d characters.") % {"most": LONGEST_KEY}},
        )


def _repeated(earlier: IdempotencyKey, submission: Submission) -> Answer:
    try:
        return opening.told_before(answer_to(earlier, body_digest(submission.body_for_digest())))
    except Problem as problem:
        return problem
