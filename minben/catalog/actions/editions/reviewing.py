"""Review by a second person: who wrote it may not approve it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from minben.catalog.editing import checking
from minben.catalog.models import Edition
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Invalid

from .stepping import step


def submit(actor: Actor, edition_id: UUID, *, note: str = "") -> Edition:
    """Hand a draft to a second person. Raises Invalid naming what blocks it."""
    with step(actor, edition_id, "submitted", states={"draft"}, words=note) as edition:
        checking.refuse_blocked(edition)
        edition.state = Edition.State.IN_REVIEW
        edition.remark = ""
    return edition


def send_back(actor: Actor, edition_id: UUID, *, remark: str) -> Edition:
    """Back to the writer with what is to be mended."""
    if not remark.strip():
        raise Invalid(_("Say what is to be mended."), fields={"remark": _("Say what is to be mended.")})
    states = {"in_review", "approved", "scheduled"}
    with step(actor, edition_id, "sent_back", states=states, words=remark) as edition:
        edition.state = Edition.State.DRAFT
        edition.remark = remark
        edition.approved_by = edition.publish_at = None
    return edition


def approve(actor: Actor, edition_id: UUID, *, note: str = "") -> Edition:
    """A second person's yes. The policy refuses whoever wrote a word of it; the database does so too."""
    with step(
        actor, edition_id, "approved", states={"in_review"}, policy="catalog.approve", words=note
    ) as edition:
        checking.refuse_blocked(edition)
        edition.state = Edition.State.APPROVED
        edition.approved_by = actor.staff_id
    return edition
