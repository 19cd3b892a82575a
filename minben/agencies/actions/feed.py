"""The secret address of one's team calendar: made, renewed, withdrawn, by its owner alone."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.feeding import digest_of
from minben.agencies.models import CalendarFeed, Staff
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Missing, Refused


@transaction.atomic
def make_feed(actor: Actor) -> str:
    """A fresh address; the one before stops at once. Returns its secret, which is stored nowhere."""
    require(actor, "agencies.feed")
    owner = _owner(actor)
    before = CalendarFeed.objects.filter(staff=owner).delete()[0]
    secret = secrets.token_urlsafe(32)
    made = CalendarFeed.objects.create(staff=owner, digest=digest_of(secret))
    action = "staff.feed.renewed" if before else "staff.feed.made"
    trail.wrote(actor, action, subject=("staff", owner.id), after={"feed": made.id})
    return secret


@transaction.atomic
def withdraw_feed(actor: Actor) -> None:
    """The address answers no more. Raises Missing when there is none."""
    require(actor, "agencies.feed")
    owner = _owner(actor)
    held = CalendarFeed.objects.filter(staff=owner).first()
    if held is None:
        raise Missing(_("There is no address to withdraw."))
    before = {"feed": held.id}
    held.delete()
    trail.wrote(actor, "staff.feed.withdrawn", subject=("staff", owner.id), before=before)


def _owner(actor: Actor) -> Staff:
    """Whose address it is, locked, so that two tabs do one thing after the other."""
    if actor.staff_id is None:
        raise Refused(_("Sign in as staff to have an address."))
    return Staff.objects.select_for_update(of=("self",)).get(id=actor.staff_id)
