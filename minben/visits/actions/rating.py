"""A visit is rated once, by whoever holds its slip; what went wrong is put right by a date."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.cases.actions import rating_visits
from minben.cases.models import Rating
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing
from minben.foundation.records.translated import localized
from minben.visits.models import Ticket


@transaction.atomic
def rate_visit(
    actor: Actor,
    ticket_id: uuid.UUID,
    *,
    level: int,
    reasons: Sequence[str] = (),
    comment: str = "",
    channel: str = "slip",
) -> Rating:
    """By the token of the slip. Raises Conflict before the visit is over, and the second time."""
    require(actor, "visit.own")
    held = _visit(ticket_id)
    if held.state != Ticket.State.SERVED or held.counter is None:
        raise Conflict(_("A visit can be rated once it is over."))
    visit = rating_visits.Visit(held.id, held.counter.department, held.staff_id, _called(held))
    made = rating_visits.keep_rating(visit, level=level, reasons=reasons, comment=comment, channel=channel)
    trail.wrote(actor, "visit.rated", subject=("visit", held.id), after={"level": level})
    return made


def _visit(ticket_id: uuid.UUID) -> Ticket:
    rows = Ticket.objects.select_related("office__department", "counter__department__jurisdiction")
    found = rows.filter(pk=ticket_id).first()
    if found is None:
        raise Missing(_("There is no such visit."))
    return found


def _called(held: Ticket) -> str:
    """How My work calls it; nobody is named."""
    return f"{held.shown} · {localized(held.office.name)}"
