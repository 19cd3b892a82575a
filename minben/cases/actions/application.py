"""The steps of an application (行政許可法 art. 32, 42, 44)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from minben.cases.applications import deliveries
from minben.cases.course import drawn
from minben.cases.course.stepping import step
from minben.cases.intake import clean
from minben.cases.models import BundlePart, Case, Interaction
from minben.cases.reading import searching
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Conflict, Invalid

from .handling import contact
from .messages import link_documents
from .saying import need, too_long

OUTCOMES = {"granted": _("Granted"), "refused": _("Refused")}
"""What can be decided. A result that was withdrawn later (告知承諾) is ``withdrawn``."""


def pre_check(actor: Actor, case_id: uuid.UUID, *, version: int | None = None) -> Case:
    """Begin to look an application through (預審)."""
    with step(actor, case_id, "pre_check", version=version) as s:
        s.case.assignee_id = s.case.assignee_id or actor.staff_id
    return s.case


def ask_supplement(
    actor: Actor, case_id: uuid.UUID, *, items: Sequence[str], version: int | None = None
) -> Case:
    """Tell once and in full what is missing (一次告知, art. 32). A second time is refused."""
    wanted = [clean(item)[:300] for item in items if item.strip()]
    if not wanted:
        raise Invalid(
            _("Some answers need another look."), fields={"items": _("List everything that is missing.")}
        )
    with step(actor, case_id, "ask_supplement", version=version, text="\n".join(wanted)) as s:
        if s.case.supplements:
            raise Conflict(_("What is missing must be told once and in full; it was told already."))
        s.case.supplements += 1
        s.data["items"] = wanted
    return s.case


def supply(actor: Actor, case_id: uuid.UUID, *, text: str, document_ids: Sequence[uuid.UUID] = ()) -> Case:
    """The person sends what was missing."""
    if not text.strip() and not document_ids:
        raise Invalid(
            _("Some answers need another look."),
            fields={"text": _("Write something, or attach what was asked for.")},
        )
    too_long(text, "text")
    with step(actor, case_id, "supply", text=clean(text)) as s:
        link_documents(s, document_ids)
        contact(s, text or "—", "web", kind="message", direction=Interaction.Direction.IN)
    return s.case


def accept_by_silence(actor: Actor, case_id: uuid.UUID, *, received_at: dt.datetime) -> Case:
    """No supplement was asked for in 5 working days: it counts as accepted from receipt (art. 32 (4))."""
    with step(actor, case_id, "accept") as s:
        s.since = received_at
        s.data["by_silence"] = True
    return s.case


def examine(actor: Actor, case_id: uuid.UUID, *, version: int | None = None) -> Case:
    with step(actor, case_id, "examine", version=version) as s:
        s.case.assignee_id = s.case.assignee_id or actor.staff_id
    return s.case


def decide(actor: Actor, case_id: uuid.UUID, *, outcome: str, text: str, version: int | None = None) -> Case:
    """Grant or refuse; a refusal says why and how it can be challenged (art. 38)."""
    if outcome not in OUTCOMES:
        raise Invalid(_("Some answers need another look."), fields={"outcome": _("Choose the decision.")})
    need(text, "answer", _("Write the decision and its reasons."))
    too_long(text, "answer")
    with step(actor, case_id, "decide", version=version) as s:
        _parts_are_over(s.case)
        s.case.outcome = outcome
        s.case.answer = clean(text)
        s.data["outcome"] = outcome
        searching.write(s.case)
    return s.case


def _parts_are_over(case: Case) -> None:
    """Raises Conflict for a whole of which a part is still worked on."""
    if case.event_id is None:
        return
    left = BundlePart.objects.filter(case=case, state__in=BundlePart.UNFINISHED).count()
    if left:
        raise Conflict(
            ngettext(
                "%(count)d part is still being worked on. The whole ends after its parts.",
                "%(count)d parts are still being worked on. The whole ends after its parts.",
                left,
            )
            % {"count": left}
        )


def deliver(actor: Actor, case_id: uuid.UUID, *, how: str, version: int | None = None) -> Case:
    """Hand the result over, which closes the case, unless its process goes on (a promise is checked later).

    The one end of the clock of delivery (行政許可法 art. 44); posting and handing over at an office go through here.
    """
    need(how, "how", _("Say how the result was handed over."))
    with transaction.atomic():
        deliveries.nothing_waits(case_id)
        with step(actor, case_id, "deliver", version=version, text=how) as s:
            pass
        if drawn.ends_with(s.case, "close"):
            with step(actor, case_id, "close") as s:
                s.case.closed_at = s.now
    return s.case
