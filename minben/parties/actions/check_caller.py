"""Is the person on the line who they say? Asked before any case is read aloud."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid
from minben.foundation.records.ids import lowest_id
from minben.parties.naming import fold
from minben.parties.profiles import Profile, profile

NEEDED = 2
TRIES = 3
WITHIN = dt.timedelta(minutes=15)
SHORTEST_ADDRESS = 4
PASSED, FAILED = "party.caller.passed", "party.caller.failed"


@dataclass(frozen=True)
class CallerCheck:
    passed: bool
    asked: tuple[str, ...]


def askable(who: Profile) -> list[str]:
    """Which of birth_date, tail and address are known, so that they can be asked for."""
    facts = {
        "birth_date": any(party["birth_date"] for party in who.parties),
        "tail": any(len(number["tail"]) == 4 for number in who.identifiers),
        "address": any(place["until"] is None for place in who.addresses),
    }
    return [name for name, known in facts.items() if known]


@transaction.atomic
def check_caller(
    actor: Actor,
    party_id: UUID,
    *,
    birth_date: dt.date | None = None,
    tail: str = "",
    address: str = "",
    document_seen: bool = False,
    now: dt.datetime | None = None,
) -> CallerCheck:
    """Compare what the caller says with what is known: two right answers pass, and so does a card seen at a counter.

    Which questions were asked and the outcome are on record, never the answers. After three failures within a
    quarter of an hour nobody can try again for that time (Conflict), so that the check cannot be guessed through.
    """
    require(actor, "party.read", party_id)
    moment = now or timezone.now()
    _not_too_often(party_id, moment)
    answers = {"birth_date": birth_date, "tail": tail.strip(), "address": address.strip()}
    asked = tuple(name for name, value in answers.items() if value)
    if not document_seen and len(asked) < NEEDED:
        message = _("Ask for two of the three, or tick that you saw a document.")
        raise Invalid(message, fields={"birth_date": message})
    right = _right(profile(party_id), birth_date, tail, address)
    passed = document_seen or right >= NEEDED
    trail.wrote(
        actor,
        PASSED if passed else FAILED,
        subject=("party", party_id),
        reason=", ".join([*asked, *(["document"] if document_seen else [])]),
    )
    return CallerCheck(passed, asked)


def _not_too_often(party_id: UUID, now: dt.datetime) -> None:
    since = lowest_id(now - WITHIN)
    failed = AuditLine.objects.filter(subject_id=party_id, action=FAILED, id__gte=since).count()
    if failed >= TRIES:
        raise Conflict(
            _("Three checks failed within a quarter of an hour. Offer a call-back to the number on record.")
        )


def _right(who: Profile, birth_date: dt.date | None, tail: str, address: str) -> int:
    said = _plain(address)
    places = [_plain(place["text"]) for place in who.addresses if place["until"] is None]
    number = unicodedata.normalize("NFKC", tail).strip().upper()
    return sum(
        (
            birth_date is not None and any(party["birth_date"] == birth_date for party in who.parties),
            len(number) == 4 and any(row["tail"] == number for row in who.identifiers),
            len(said) >= SHORTEST_ADDRESS and any(said in place for place in places),
        )
    )


def _plain(text: str) -> str:
    return fold(text).replace(" ", "")
