"""Publish now or at a time, withdraw, roll back. History is never rewritten."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minben.catalog.editing import checking, kinds
from minben.catalog.models import Edition
from minben.catalog.texts import complete
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Problem

from .drafting import adopt, begin
from .stepping import record, step

log = structlog.get_logger(__name__)


def publish_now(actor: Actor, edition_id: UUID) -> Edition:
    """The approved text becomes what the public reads; the one before it is superseded."""
    with step(actor, edition_id, "published", states={"approved", "scheduled"}) as edition:
        _bring_out(actor, edition)
    return edition


def _bring_out(actor: Actor, edition: Edition) -> None:
    checking.refuse_blocked(edition)
    before = adopt(edition.kind, edition.key)
    if before:
        before.state = Edition.State.SUPERSEDED
        before.save(update_fields=["state"])
    kinds.of(edition.kind).write(actor, edition.content)
    edition.state, edition.published_at = Edition.State.PUBLISHED, timezone.now()
    edition.publish_at = None


def schedule(actor: Actor, edition_id: UUID, *, at: dt.datetime, now: dt.datetime) -> Edition:
    """It comes out at ``at`` by itself. Raises Invalid for a time that is past."""
    if at <= now:
        past = _("Choose a time that is still to come, or publish now.")
        raise Invalid(past, fields={"at": past})
    with step(actor, edition_id, "scheduled", states={"approved", "scheduled"}) as edition:
        edition.state, edition.publish_at = Edition.State.SCHEDULED, at
    return edition


def unschedule(actor: Actor, edition_id: UUID) -> Edition:
    with step(actor, edition_id, "unscheduled", states={"scheduled"}) as edition:
        edition.state, edition.publish_at = Edition.State.APPROVED, None
    return edition


def publish_due(now: dt.datetime) -> int:
    """Bring out what is due, one transaction each. What cannot come out goes back to its writer with the reason."""
    due = Edition.objects.filter(state="scheduled", publish_at__lte=now).order_by("publish_at")
    count = 0
    for edition_id in list(due.values_list("id", flat=True)[:100]):
        try:
            publish_now(SYSTEM, edition_id)
            count += 1
        except Problem as problem:
            log.warning("catalog.edition.not_published", edition=str(edition_id), why=str(problem.message))
            _return(edition_id, problem)
    return count


def _return(edition_id: UUID, problem: Problem) -> None:
    words = "; ".join([str(problem.message), *map(str, problem.fields.values())])
    with step(SYSTEM, edition_id, "not_published", states={"scheduled"}, words=words) as edition:
        edition.state, edition.remark = Edition.State.DRAFT, words
        edition.approved_by = edition.publish_at = None


def withdraw_thing(actor: Actor, kind: str, key: str, *, reason: str, farewell: Mapping[str, Any]) -> Edition:
    """Take it off the site. ``farewell`` is what the public reads in its place, ``reason`` is for the house."""
    require(actor, "catalog.edit")
    wrong = {}
    if not reason.strip():
        wrong["reason"] = _("Give the reason.")
    if not complete(farewell):
        wrong["farewell_zh_hant"] = _("Say what the public reads in its place.")
    if wrong:
        raise Invalid(_("Say why it is taken off."), fields=wrong)
    with transaction.atomic():
        edition = adopt(kind, key)
        if edition is None:
            raise Conflict(_("It is not published."))
        kinds.of(kind).take_off(actor, key, reason)
        edition.state, edition.remark = Edition.State.WITHDRAWN, reason
        edition.farewell = complete(farewell)
        edition.version += 1
        edition.save()
        record(actor, edition, "withdrawn", words=reason, before="published")
    return edition


def roll_back(actor: Actor, edition_id: UUID) -> Edition:
    """A new draft that says what an older edition said. Raises Conflict while another draft is open."""
    older = Edition.objects.filter(id=edition_id).first()
    if older is None:
        raise Missing(_("There is no such version."))
    require(actor, "catalog.edit", older)
    with transaction.atomic():
        draft = begin(actor, older.kind, older.key, content=copy.deepcopy(older.content))
        if draft.history.count() > 1 or draft.content != older.content:
            raise Conflict(_("A draft of this is open. Finish it or drop it first."))
        words = _("from version %(number)d") % {"number": older.number}
        if actor.staff_id:
            draft.writers = [actor.staff_id]
            draft.save(update_fields=["writers"])
        trail.wrote(actor, "catalog.edition.rolled_back", subject=("edition", draft.id), reason=words)
        record(actor, draft, "rolled_back", words=words, before="draft")
    return draft
