"""What somebody allows, and what the law gives them before others."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Invalid, Missing
from minben.parties.events import ConsentChanged
from minben.parties.models import Consent, Priority

from .locking import locked

PRIORITY_KINDS = ("disability", "age", "veteran", "minor", "pregnancy")


@transaction.atomic
def record_consent(
    actor: Actor,
    party_id: UUID,
    *,
    purpose: str,
    given: bool,
    means: str,
    at: dt.datetime | None = None,
) -> Consent:
    """A yes or a no to a purpose ("policy", "service", …) and how it was said; the newest word counts.

    Proof is kept for years (PIPL art. 14–15; 2015 rules on short messages: explicit, and refusal stops it).
    """
    require(actor, "party.write", party_id)
    if not purpose or not means:
        field = "purpose" if not purpose else "means"
        message = _("Say what for, and by which means it was said.")
        raise Invalid(message, fields={field: message})
    locked(party_id)
    moment = at or timezone.now()
    Consent.objects.filter(party_id=party_id, purpose=purpose, withdrawn_at__isnull=True).update(
        withdrawn_at=moment
    )
    made = Consent.objects.create(
        party_id=party_id, purpose=purpose[:40], given=given, at=moment, means=means[:60]
    )
    trail.wrote(actor, "party.consent.recorded", subject=("party", party_id), after={purpose: given})
    announce(ConsentChanged(party_id, purpose=purpose, given=given))
    return made


def withdraw_consent(actor: Actor, party_id: UUID, *, purpose: str, means: str) -> Consent:
    """As easy as giving it (PIPL art. 15): a no is recorded, the yes stays as history."""
    return record_consent(actor, party_id, purpose=purpose, given=False, means=means)


@transaction.atomic
def record_priority(
    actor: Actor,
    party_id: UUID,
    *,
    kind: str,
    basis: str,
    proof: str,
    since: dt.date,
    until: dt.date | None = None,
) -> Priority:
    """Priority by law, with the law and the proof seen: the one personal fact a queue may read (DESIGN §4.1)."""
    require(actor, "party.priority", party_id)
    problems = {}
    if kind not in PRIORITY_KINDS:
        problems["kind"] = _("Choose the ground of the priority.")
    if not basis.strip():
        problems["basis"] = _("Name the law that gives it.")
    if not proof.strip():
        problems["proof"] = _("Name the document or register that shows it.")
    if until is not None and until < since:
        problems["until"] = _("It cannot end before it begins.")
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems)
    locked(party_id)
    made = Priority.objects.create(
        party_id=party_id,
        kind=kind,
        basis=basis.strip()[:300],
        proof=proof.strip()[:300],
        since=since,
        until=until,
        recorded_by=actor.staff_id,
    )
    trail.wrote(
        actor,
        "party.priority.recorded",
        subject=("party", party_id),
        after={"kind": kind, "basis": basis, "proof": proof, "since": since, "until": until},
    )
    return made


@transaction.atomic
def end_priority(actor: Actor, priority_id: UUID, *, on: dt.date, reason: str) -> Priority:
    """The ground fell away. The record stays with its last day."""
    found = Priority.objects.select_for_update().filter(id=priority_id).first()
    if found is None:
        raise Missing(_("There is no such priority."))
    require(actor, "party.priority", found.party_id)
    before, found.until = found.until, on
    found.save(update_fields=["until"])
    trail.wrote(
        actor,
        "party.priority.ended",
        subject=("party", found.party_id),
        before={"until": before},
        after={"until": on},
        reason=reason,
    )
    return found
