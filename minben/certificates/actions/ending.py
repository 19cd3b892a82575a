"""A paper does not hold any more, whatever the reason."""

from __future__ import annotations

from django.utils import timezone

from minben.certificates.models import Certificate
from minben.foundation.access.actor import Actor
from minben.foundation.audit import trail


def end(actor: Actor, held: Certificate, state: Certificate.State, why: str) -> None:
    """``held`` is locked and holds; from now on it is revoked or replaced, and the trail says why."""
    held.state, held.reason, held.revoked_at = state, why, timezone.now()
    held.save(update_fields=["state", "reason", "revoked_at"])
    trail.wrote(
        actor,
        f"certificate.{state}",
        subject=("certificate", held.id),
        case_id=held.case_id,
        before={"state": Certificate.State.ISSUED},
        after={"state": held.state},
        reason=why,
    )
