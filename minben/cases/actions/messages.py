"""Words and files on a case: messages with the person, notes between colleagues."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Staff
from minben.cases.course.stepping import touch
from minben.cases.course.steps import Step
from minben.cases.events import OfficerWrote, PersonWrote
from minben.cases.intake import BODY_MOST, clean
from minben.cases.models import Case, CaseDocument, CaseScope, Interaction, Mention
from minben.foundation.access.actor import Actor
from minben.foundation.events import announce
from minben.foundation.files.actions import link
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Invalid


def write(
    actor: Actor,
    case_id: uuid.UUID,
    *,
    text: str,
    document_ids: Sequence[uuid.UUID] = (),
    channel: str = "web",
) -> Case:
    """A message between the person and the government, from whichever side ``actor`` is."""
    _check(text, document_ids)
    from_staff = actor.serves
    with touch(actor, case_id, "write", text=clean(text)) as s:
        s.data["direction"] = "out" if from_staff else "in"
        link_documents(s, document_ids)
        Interaction.objects.create(
            party_id=s.case.party_id,
            case_id=s.case.id,
            direction=Interaction.Direction.OUT if from_staff else Interaction.Direction.IN,
            channel=channel,
            kind="message",
            summary=clean(text)[:300] or "—",
            body=clean(text),
            staff_id=actor.staff_id,
        )
        news = OfficerWrote if from_staff else PersonWrote
        announce(news(subject_id=s.case.id, number=s.case.number))
    return s.case


def note(actor: Actor, case_id: uuid.UUID, *, text: str, mention_ids: Sequence[uuid.UUID] = ()) -> Case:
    """An internal note; colleagues named in it find it in their work."""
    _check(text, ())
    named = _colleagues(case_id, mention_ids, text)
    with transaction.atomic():
        with touch(actor, case_id, "note", text=clean(text), public=False) as s:
            s.data["mentions"] = [str(person.id) for person in named]
        event_id = s.event_id or s.case.id
        Mention.objects.bulk_create(
            Mention(case=s.case, staff_id=person.id, event_id=event_id) for person in named
        )
    return s.case


def _colleagues(case_id: uuid.UUID, ids: Sequence[uuid.UUID], text: str) -> list[Staff]:
    """Those chosen, and those written as @name, who may open the case: naming never shows another department's case."""
    if not ids and "@" not in text:
        return []
    seen_by = CaseScope.objects.filter(case_id=case_id).values("department_id")
    rows = Staff.objects.filter(active=True, grants__department_id__in=seen_by).distinct()
    if "@" not in text:
        return list(rows.filter(pk__in=ids))
    return [person for person in rows if person.pk in set(ids) or f"@{person.name}" in text]


def attach(
    actor: Actor, case_id: uuid.UUID, *, document_ids: Sequence[uuid.UUID], public: bool = True
) -> Case:
    """Put files on a case."""
    with touch(actor, case_id, "attach", public=public) as s:
        link_documents(s, document_ids, public=public)
    return s.case


def link_documents(s: Step, document_ids: Sequence[uuid.UUID], *, public: bool = True) -> None:
    """Link stored files of this actor to the case, and name them on the timeline."""
    if not document_ids:
        return
    documents = list(Document.objects.filter(pk__in=document_ids, linked_at__isnull=True))
    link(documents)
    from_public = not s.actor.serves
    CaseDocument.objects.bulk_create(
        CaseDocument(case=s.case, document=document, public=public, from_public=from_public)
        for document in documents
    )
    s.data["files"] = [document.name for document in documents]


def _check(text: str, document_ids: Sequence[uuid.UUID]) -> None:
    if not text.strip() and not document_ids:
        raise Invalid(_("Some answers need another look."), fields={"text": _("Write something first.")})
    if len(text) > BODY_MOST:
        message = _("This has %(length)d characters; at most %(most)d fit.") % {
            "length": len(text),
            "most": BODY_MOST,
        }
        raise Invalid(message, fields={"text": message})
