"""A request becomes a case: one transaction, idempotent, nothing sent from inside it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from minben.cases.intake import Submission, Submitted, check, numbers, opening
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.files.actions import link
from minben.foundation.records.idempotency import once_written


def submit(actor: Actor, submission: Submission, *, key: str, now: dt.datetime | None = None) -> Submitted:
    """Make the case, or answer with the one made before for the same ``key`` (a double click makes one case).

    Three statements: what is known of the customer, a number, and all rows at once. Raises Invalid by field, Refused,
    or Conflict when ``key`` was used for another request.
    """
    require(actor, "case.submit")
    check(submission)
    moment = now or timezone.now()
    known = opening.known_for([submission], moment)
    opening.check_known(submission, known)
    number = numbers.next_number(opening.year_of(submission, moment))
    return _written(actor, submission, key, opening.opened(actor, submission, number=number, known=known))


def _written(actor: Actor, submission: Submission, key: str, made: opening.Opened) -> Submitted:
    """The whole case is one statement, and so a transaction of its own; files need a second one."""
    if made.documents:
        with transaction.atomic():
            result, new = _once(actor, submission, key, made)
            if new:
                link(made.documents)
    else:
        result, new = _once(actor, submission, key, made)
    return made.told if new else opening.told_before(result)


def _once(
    actor: Actor, submission: Submission, key: str, made: opening.Opened
) -> tuple[dict[str, str], bool]:
    body = submission.body_for_digest()
    return once_written(actor.key, f"case:{key}", body, opening.remembered(made.told), made.rows)
