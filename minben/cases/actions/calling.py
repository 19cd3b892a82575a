"""What a caller leaves behind besides a case: a word added to one, or a contact that became none."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from minben.cases.course.stepping import touch
from minben.cases.events import PersonWrote
from minben.cases.intake import BODY_MOST, clean
from minben.cases.models import Case, Interaction
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Invalid
from minben.foundation.records.idempotency import once
from minben.parties.actions import make_provisional


def add_words(actor: Actor, case_id: uuid.UUID, *, text: str, channel: str = "phone", call: str = "") -> Case:
    """The person said something more about a case by phone or at a counter; the department is told."""
    _check(text)
    with touch(actor, case_id, "write", text=clean(text)) as s:
        s.data.update(direction="in", channel=channel)
        Interaction.objects.create(
            party_id=s.case.party_id,
            case_id=s.case.id,
            direction=Interaction.Direction.IN,
            channel=channel,
            kind="call" if channel == "phone" else "visit",
            summary=clean(text)[:300],
            body=clean(text),
            staff_id=actor.staff_id,
            external_id=call[:80],
        )
        announce(PersonWrote(subject_id=s.case.id, number=s.case.number))
    return s.case


def keep_contact(
    actor: Actor,
    *,
    key: str,
    party_id: uuid.UUID | None = None,
    phone: str = "",
    name: str = "",
    summary: str = "",
    body: str = "",
    channel: str = "phone",
    call: str = "",
) -> uuid.UUID:
    """A call or visit that became no case is kept; an unknown caller becomes a provisional party (DESIGN §4.2).

    Returns the party's id, or the contact's when the caller left neither name nor number. Twice with one ``key``
    is one contact.
    """
    require(actor, "case.intake")
    given = {"party": party_id, "phone": phone, "name": name, "summary": summary, "body": body, "call": call}

    def work() -> dict[str, Any]:
        known = party_id
        if known is None and (phone or name):
            known = make_provisional(actor, phone=phone, name=name, source=channel).id
        return {"id": str(_keep(actor, known, summary, body, channel, call))}

    result, _new = once(actor.key, f"contact:{key}", given, work)
    return uuid.UUID(result["id"])


def _keep(
    actor: Actor, party_id: uuid.UUID | None, summary: str, body: str, channel: str, call: str
) -> uuid.UUID:
    made = Interaction.objects.create(
        party_id=party_id,
        direction=Interaction.Direction.IN,
        channel=channel,
        kind="call" if channel == "phone" else "visit",
        summary=clean(summary)[:300] or _("Contact without a request"),
        body=clean(body)[:BODY_MOST],
        staff_id=actor.staff_id,
        external_id=call[:80],
    )
    trail.wrote(actor, "contact.kept", subject=("interaction", made.id))
    return party_id or made.id


def _check(text: str) -> None:
    message = None
    if not text.strip():
        message = _("Write down what was said.")
    elif len(text) > BODY_MOST:
        message = _("This is too long. Shorten it.")
    if message:
        raise Invalid(message, fields={"text": message})
