"""Telling everybody at the desk, or some of them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Announcement, AnnouncementRead
from minben.agencies.notices import forget_announcements
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Missing, Text

from .naming import Texts


@transaction.atomic
def announce_to_staff(
    actor: Actor,
    title: Texts,
    body: Texts,
    *,
    since: dt.datetime,
    until: dt.datetime,
    importance: str = Announcement.Importance.ORDINARY,
    departments: Collection[uuid.UUID] = (),
    roles: Collection[str] = (),
) -> Announcement:
    """An announcement for the departments (with those below) and roles named; none named means everybody."""
    require(actor, "agencies.announce")
    if not any(str(text).strip() for text in title.values()):
        raise _invalid("title_zh_hant", _("Write what it is about, in one line."))
    if until <= max(since, timezone.now()):
        raise _invalid("until", _("It ends before anybody can read it. Choose a later day."))
    made = Announcement.objects.create(
        title=dict(title),
        body=dict(body),
        importance=importance,
        departments=[str(key) for key in departments],
        roles=list(roles),
        since=since,
        until=until,
        author_id=actor.staff_id,
    )
    trail.wrote(actor, "announcement.made", subject=("announcement", made.id), after={"until": until})
    transaction.on_commit(forget_announcements)
    return made


@transaction.atomic
def withdraw_announcement(actor: Actor, announcement_id: uuid.UUID) -> Announcement:
    """It is shown no more; who had read it stays on record."""
    require(actor, "agencies.announce")
    found = Announcement.objects.select_for_update().filter(pk=announcement_id).first()
    if found is None:
        raise Missing(_("There is no such announcement."))
    found.withdrawn_at = found.withdrawn_at or timezone.now()
    found.save(update_fields=["withdrawn_at"])
    trail.wrote(actor, "announcement.withdrawn", subject=("announcement", found.id))
    transaction.on_commit(forget_announcements)
    return found


def confirm_read(actor: Actor, announcement_id: uuid.UUID) -> None:
    """The reader puts it away; the receipt is kept once however often it is pressed."""
    require(actor, "desk.open")
    if actor.staff_id is None or not Announcement.objects.filter(pk=announcement_id).exists():
        raise Missing(_("There is no such announcement."))
    AnnouncementRead.objects.get_or_create(announcement_id=announcement_id, staff_id=actor.staff_id)


def _invalid(field: str, text: Text) -> Invalid:
    return Invalid(text, fields={field: text})
