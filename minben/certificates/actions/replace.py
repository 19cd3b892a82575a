"""A certificate that was lost, is wrong or is out of date gets a new one in its place (補發、換發)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.certificates.models import Certificate
from minben.certificates.orders import Order
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.records.errors import Conflict, Invalid

from .issue import Then, issue
from .revoke import LONGEST


def replace(
    actor: Actor, held: Certificate, order: Order, *, reason: str, then: Then | None = None
) -> Certificate:
    """Issue ``order`` under a new number; the earlier one is verified as replaced from then on, never why or by which.
    ``then`` is done with the new one in the same change.

    Raises Refused, Invalid at ``reason``, Conflict for one that does not hold any more.
    """
    require(actor, "certificate.replace", held)
    said = reason.strip()
    if not said or len(said) > LONGEST:
        wrong = _("Say why, in at most 500 characters: the person reads it.")
        raise Invalid(wrong, fields={"reason": wrong})
    if not held.holds:
        raise Conflict(_("This certificate does not hold any more, so it cannot be replaced."))
    return issue(actor, order, edition=held.edition + 1, earlier=held, why=said, then=then)
