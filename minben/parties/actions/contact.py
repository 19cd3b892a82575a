"""How somebody is reached: phones, mail addresses, chat ids."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing
from minben.parties.models import ContactPoint
from minben.parties.reaching import DEFAULT_REGION, normalise

from .locking import locked


@transaction.atomic
def add_contact_point(
    actor: Actor,
    party_id: UUID,
    *,
    kind: str,
    value: str,
    region: str = DEFAULT_REGION,
    source: str = "",
    verified: bool = False,
    preferred: bool | None = None,
    new: bool = False,
) -> ContactPoint:
    """Add a phone, e-mail or chat id in its normal form; one that is there already is returned as it is.

    The first of its kind is the preferred one unless ``preferred`` says otherwise.
    """
    require(actor, "party.register" if new else "party.write", party_id)
    text = normalise(kind, value, region=region)
    if not new:
        locked(party_id)
    alive = list(ContactPoint.objects.filter(party_id=party_id, kind=kind, ended_at__isnull=True))
    known = next((point for point in alive if point.value == text), None)
    if known is not None:
        return known
    wanted = not any(point.preferred for point in alive) if preferred is None else preferred
    if wanted:
        ContactPoint.objects.filter(party_id=party_id, kind=kind, preferred=True).update(preferred=False)
    point = ContactPoint.objects.create(
        party_id=party_id,
        kind=kind,
        value=text,
        preferred=wanted,
        source=source[:40],
        verified_at=timezone.now() if verified else None,
    )
    trail.wrote(actor, "party.contact.added", subject=("party", party_id), after={kind: text})
    return point


@transaction.atomic
def verify_contact(actor: Actor, contact_id: UUID, *, means: str = "code") -> ContactPoint:
    """The party proved that this is theirs (``means``: code, call back, document)."""
    point = _alive(actor, contact_id)
    if point.verified_at is None:
        point.verified_at = timezone.now()
        point.save(update_fields=["verified_at"])
        trail.wrote(
            actor, "party.contact.verified", subject=("party", point.party_id), after={point.kind: means}
        )
    return point


@transaction.atomic
def prefer(actor: Actor, contact_id: UUID) -> ContactPoint:
    """Use this one first. The one before steps back: one preferred per kind."""
    point = _alive(actor, contact_id)
    if not point.preferred:
        ContactPoint.objects.filter(party_id=point.party_id, kind=point.kind, preferred=True).update(
            preferred=False
        )
        point.preferred = True
        point.save(update_fields=["preferred"])
        trail.wrote(
            actor,
            "party.contact.preferred",
            subject=("party", point.party_id),
            after={point.kind: point.value},
        )
    return point


@transaction.atomic
def end_contact(actor: Actor, contact_id: UUID, *, reason: str = "") -> ContactPoint:
    """Not theirs any more (phone numbers are given to others). The newest other one becomes the preferred one."""
    point = _alive(actor, contact_id)
    was_preferred, point.preferred, point.ended_at = point.preferred, False, timezone.now()
    point.save(update_fields=["preferred", "ended_at"])
    if was_preferred:
        heir = (
            ContactPoint.objects.filter(party_id=point.party_id, kind=point.kind, ended_at__isnull=True)
            .order_by("-id")
            .first()
        )
        if heir is not None:
            ContactPoint.objects.filter(id=heir.id).update(preferred=True)
    trail.wrote(
        actor,
        "party.contact.ended",
        subject=("party", point.party_id),
        before={point.kind: point.value},
        reason=reason,
    )
    return point


def _alive(actor: Actor, contact_id: UUID) -> ContactPoint:
    point = ContactPoint.objects.filter(id=contact_id).first()
    if point is None:
        raise Missing(_("There is no such contact."))
    require(actor, "party.write", point.party_id)
    locked(point.party_id)
    point.refresh_from_db()
    if point.ended_at is not None:
        raise Conflict(_("This contact was ended. Add it again if it is in use."))
    return point
