"""Accepting an application though minor material is still missing (容缺受理), for services whose guide names it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from minben.cases.course.stepping import step, touch
from minben.cases.events import OfficerWrote
from minben.cases.intake import clean
from minben.cases.models import Case, CaseEvent, Interaction
from minben.catalog.models import Material
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.events import announce
from minben.foundation.records.errors import Conflict, Invalid
from minben.foundation.records.translated import localized
from minben.processes.handlers import Asked, handler
from minben.processes.models import Clock

from .handling import contact
from .messages import link_documents
from .saying import need, too_long

MAY_FOLLOW = "3"


def may_follow(case: Case) -> list[Material]:
    """The materials that the guide of its service lets come later (材料必要性：容缺後補)."""
    rows = Material.objects.filter(version_id=case.service_version_id, need=MAY_FOLLOW)
    return list(rows.order_by("order")) if case.service_version_id else []


def accept_lacking(
    actor: Actor, case_id: uuid.UUID, *, materials: Sequence[str], version: int | None = None
) -> Case:
    """Accept it and say what has to follow, and until when. The clock of the decision begins (行政許可法 art. 42).

    ``materials``: codes of the guide. Raises Invalid for none, or for one without which nothing is accepted.
    """
    with step(actor, case_id, "accept_lacking", version=version) as s:
        names = {one.code: str(localized(one.name, s.case.language)) for one in may_follow(s.case)}
        if not materials or not set(materials) <= names.keys():
            message = _("Choose what may follow: only what the guide of the service names.")
            raise Invalid(_("Some answers need another look."), fields={"materials": message})
        s.case.assignee_id = s.case.assignee_id or actor.staff_id
        s.data["items"] = [names[code] for code in dict.fromkeys(materials)]
        s.text = "\n".join(s.data["items"])
    return s.case


def complete(actor: Actor, case_id: uuid.UUID, *, text: str, document_ids: Sequence[uuid.UUID] = ()) -> Case:
    """The person sends what was to follow: the examination goes on."""
    if not text.strip() and not document_ids:
        message = _("Write something, or attach what was asked for.")
        raise Invalid(_("Some answers need another look."), fields={"text": message})
    too_long(text, "text")
    with step(actor, case_id, "complete", text=clean(text)) as s:
        link_documents(s, document_ids)
        contact(s, text or "—", "web", kind="message", direction=Interaction.Direction.IN)
    return s.case


def return_lacking(actor: Actor, case_id: uuid.UUID, *, reason: str, version: int | None = None) -> Case:
    """Nothing came in time: it is returned with the reason, and may be handed in again.

    Raises Conflict while the time that was given still runs.
    """
    need(reason, "reason", _("Say why it is returned: the person reads this."))
    with step(actor, case_id, "return_lacking", version=version, text=reason) as s:
        until = _until(s.case)
        if until is not None and s.now < until.due_at:
            raise Conflict(_("The person still has time to send the rest."))
        s.case.reason = reason[:500]
        s.case.closed_at = s.now
    return s.case


def still_to_come(case: Case) -> list[str]:
    """What was accepted as missing and did not come yet."""
    names = ["accept_lacking", "complete"]
    last = CaseEvent.objects.filter(case_id=case.id, name__in=names).order_by("-id").first()
    return list(last.data.get("items", [])) if last is not None and last.name == "accept_lacking" else []


@handler("case.remind_lacking", _("Reminds the applicant of material that is still to come"))
def remind_lacking(asked: Asked) -> Mapping[str, Any]:
    """Once for each reminder that is drawn; nothing when the rest has come meanwhile."""
    case = Case.objects.get(pk=asked.subject_id)
    items, until = still_to_come(case), _until(case)
    told = CaseEvent.objects.filter(case_id=case.id, name="remind", data__call=str(asked.id))
    if not items or until is None or told.exists():
        return {"reminded": False}
    with translation.override(case.language), touch(SYSTEM, case.id, "remind") as s:
        day = date_format(until.due_at.astimezone(s.case.jurisdiction.zone), "DATE_FORMAT")
        s.text = str(_("Please send until %(day)s: %(items)s")) % {"day": day, "items": "、".join(items)}
        s.data["call"] = str(asked.id)
        contact(s, s.text, "web", kind="message")
        announce(OfficerWrote(subject_id=case.id, number=case.number))
    return {"reminded": True}


def _until(case: Case) -> Clock | None:
    return Clock.objects.filter(subject_id=case.id, kind="lacking", state=Clock.State.RUNNING).first()
