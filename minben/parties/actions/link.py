"""One customer, never rewritten (DESIGN §3): linking moves no foreign key and can be undone at any later time."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.parties.events import PartyLinked, PartyUnlinked
from minben.parties.models import PartyLink
from minben.parties.queries import root_id

from .locking import locked

_LINKING = 4_717_001


@transaction.atomic
def link(
    actor: Actor, party_id: UUID, *, customer_id: UUID, why: str, score: float | None = None
) -> PartyLink:
    """``party_id`` is the same customer as ``customer_id``.

    The link is made between the heads of the two groups, so groups form a tree and ending one link takes apart
    exactly what this decision put together. Raises Conflict when they are one customer already.
    """
    require(actor, "party.link", party_id)
    if not why.strip():
        message = _("Say why these are the same.")
        raise Invalid(message, fields={"why": message})
    _one_at_a_time()
    for key in sorted((party_id, customer_id)):
        locked(key)
    below, above = root_id(party_id), root_id(customer_id)
    if below == above:
        raise Conflict(_("These are one customer already."))
    made = PartyLink.objects.create(
        party_id=below,
        customer_id=above,
        since=timezone.now(),
        why=why.strip()[:500],
        score=score,
        decided_by=actor.staff_id,
    )
    trail.wrote(actor, "party.linked", subject=("party", below), after={"customer": above}, reason=why)
    announce(PartyLinked(below, customer_id=above, link_id=made.id))
    return made


@transaction.atomic
def unlink(actor: Actor, link_id: UUID, *, why: str) -> PartyLink:
    """End a link: the two groups are what they were before. Nothing else has to be put back."""
    _one_at_a_time()
    found = PartyLink.objects.select_for_update().filter(id=link_id).first()
    if found is None:
        raise Missing(_("There is no such link."))
    require(actor, "party.link", found.party_id)
    if found.until is not None:
        raise Conflict(_("This link was ended already."))
    found.until = timezone.now()
    found.save(update_fields=["until"])
    trail.wrote(
        actor,
        "party.unlinked",
        subject=("party", found.party_id),
        before={"customer": found.customer_id},
        reason=why,
    )
    announce(PartyUnlinked(found.party_id, customer_id=found.customer_id, link_id=found.id))
    return found


def _one_at_a_time() -> None:
    """Two links made at once could close a ring; linking is rare, so it simply queues."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LINKING])
