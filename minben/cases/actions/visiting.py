"""A visit at a counter, as it stands in somebody's story."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from minben.cases.intake import BODY_MOST, clean
from minben.cases.intake.numbers import written_forms
from minben.cases.models import Case, Interaction
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid

COUNTER = "counter"


def keep_visit(
    actor: Actor,
    *,
    visit_id: uuid.UUID,
    party_id: uuid.UUID | None,
    summary: str,
    seconds: int,
    case_number: str = "",
    note: str = "",
) -> uuid.UUID | None:
    """Record the contact, on the case with this number if one is named; returns the case's id.

    A case brings its own person along when the visit knows none. Whoever is not known leaves no contact: the visit itself
    is counted where it took place. Raises Invalid for a case that the actor may not read.
    """
    case = _case(actor, case_number) if case_number.strip() else None
    known = party_id or (case.party_id if case is not None else None)
    if known is None and case is None:
        return None
    made = Interaction.objects.create(
        party_id=known,
        case_id=case.id if case is not None else None,
        direction=Interaction.Direction.IN,
        channel=COUNTER,
        kind="visit",
        summary=clean(summary)[:300],
        body=clean(note)[:BODY_MOST],
        staff_id=actor.staff_id,
        seconds=seconds,
        external_id=str(visit_id),
    )
    trail.wrote(
        actor, "contact.kept", subject=("interaction", made.id), case_id=case.id if case is not None else None
    )
    return case.id if case is not None else None


def _case(actor: Actor, number: str) -> Case:
    """Unknown and not to be seen are the same answer."""
    text = _("There is no such case, or it belongs to another department.")
    try:
        found = Case.objects.filter(number__in=written_forms(number)).first()
    except Invalid as problem:
        raise Invalid(problem.message, fields={"case_number": problem.message}) from problem
    if found is None or not allowed(actor, "case.read", found):
        raise Invalid(text, fields={"case_number": text})
    return found
