"""Keeping a list under a name, sharing it, opening with it, giving it up."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.desk.actions.own import me
from minben.desk.models import ListChoice, SavedView
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused

MOST = 50
KEPT = dt.timedelta(days=1)
PASSING = ("cursor", "receipt", "view", "day", "saved")
"""Parts of an address that say where somebody stands, not what the list is."""


def views_of(actor: Actor) -> list[SavedView]:
    """One's own and those shared in departments where one works cases, by name."""
    return list(_seen(actor).order_by("name", "id")[: 2 * MOST])


def view_for(actor: Actor, view_id: uuid.UUID) -> SavedView:
    """Raises Missing for one that ``actor`` does not see."""
    found = _seen(actor).filter(pk=view_id).first()
    if found is None:
        raise Missing(_("There is no such view. It may have been given up."))
    return found


def default_of(actor: Actor) -> SavedView | None:
    """The view that opens by itself, while it is still there."""
    chosen = ListChoice.objects.filter(staff_id=me(actor)).values("view_id")
    return _seen(actor).filter(pk__in=chosen).first()


def save_view(actor: Actor, *, name: str, asked: str, department_id: uuid.UUID | None = None) -> SavedView:
    """Keep a list under a name, perhaps for a whole department. The same name is written over if it is one's own.

    Raises Invalid for an empty or foreign name, Refused for a department where ``actor`` works no case.
    """
    require(actor, "case.list")
    _may_share(actor, department_id)
    label = _name(name)
    with transaction.atomic():
        old = _named(actor, label, department_id)
        view = old or SavedView(staff_id=me(actor), department_id=department_id, name=label)
        if old is None and _own(actor).count() >= MOST:
            raise Conflict(_("You keep fifty views already. Give one up first."))
        view.asked = bare(asked)
        view.save()
        trail.wrote(actor, "view.saved", subject=("view", view.id), after={"asked": view.asked})
    return view


def rename_view(actor: Actor, view_id: uuid.UUID, *, name: str) -> SavedView:
    """Raises Conflict when the name is taken."""
    try:
        with transaction.atomic():
            view, old = _mine(actor, view_id), ""
            old, view.name = view.name, _name(name)
            view.save(update_fields=["name"])
            trail.wrote(
                actor,
                "view.renamed",
                subject=("view", view.id),
                before={"name": old},
                after={"name": view.name},
            )
    except IntegrityError as error:
        raise Conflict(_("There is a view of this name already.")) from error
    return view


def open_with(actor: Actor, view_id: uuid.UUID | None) -> None:
    """The list opens with this view from now on; None: with everything."""
    require(actor, "case.list")
    with transaction.atomic():
        ListChoice.objects.filter(staff_id=me(actor)).delete()
        if view_id is not None:
            ListChoice.objects.create(staff_id=me(actor), view=view_for(actor, view_id))
        trail.wrote(actor, "view.chosen", subject=("view", view_id))


def drop_view(actor: Actor, view_id: uuid.UUID) -> SavedView:
    """Give a view up. It can be taken back for a day; older ones of the same person go for good."""
    with transaction.atomic():
        view = _mine(actor, view_id)
        SavedView.objects.filter(staff_id=me(actor), dropped_at__lt=timezone.now() - KEPT).delete()
        ListChoice.objects.filter(view=view).delete()
        view.dropped_at = timezone.now()
        view.save(update_fields=["dropped_at"])
        trail.wrote(actor, "view.dropped", subject=("view", view.id))
    return view


def restore_view(actor: Actor, view_id: uuid.UUID) -> SavedView:
    """Take back what was given up. Raises Conflict when the name was given to another meanwhile."""
    try:
        with transaction.atomic():
            found = SavedView.objects.filter(pk=view_id, staff_id=me(actor), dropped_at__isnull=False)
            view = found.first()
            if view is None:
                raise Missing(_("There is no such view. It may have been given up."))
            view.dropped_at = None
            view.save(update_fields=["dropped_at"])
            trail.wrote(actor, "view.restored", subject=("view", view.id))
    except IntegrityError as error:
        raise Conflict(_("There is a view of this name already.")) from error
    return view


def bare(asked: str) -> str:
    """The part of a query that makes the list what it is."""
    query = QueryDict(asked[:2000], mutable=True)
    for name in PASSING:
        query.pop(name, None)
    for name in [key for key in query if not any(query.getlist(key))]:
        query.pop(name)
    return query.urlencode()


def _seen(actor: Actor) -> QuerySet[SavedView]:
    mine = Q(staff_id=me(actor), department_id__isnull=True)
    shared = Q(department_id__in=actor.departments(*CASE_ROLES))
    return SavedView.objects.filter(mine | shared, dropped_at__isnull=True)


def _own(actor: Actor) -> QuerySet[SavedView]:
    return SavedView.objects.filter(staff_id=me(actor), dropped_at__isnull=True)


def _mine(actor: Actor, view_id: uuid.UUID) -> SavedView:
    """One that ``actor`` made. Raises Refused for a colleague's."""
    view = view_for(actor, view_id)
    if view.staff_id != actor.staff_id:
        raise Refused(_("A colleague made this view. Save it under a name of your own to change it."))
    return view


def _named(actor: Actor, name: str, department_id: uuid.UUID | None) -> SavedView | None:
    view = _seen(actor).filter(name=name, department_id=department_id).first()
    if view is not None and view.staff_id != actor.staff_id:
        message = _("A colleague shares a view of this name. Choose another one.")
        raise Invalid(message, fields={"name": message})
    return view


def _name(text: str) -> str:
    name = " ".join(text.split())[:60]
    if not name:
        raise Invalid(_("Give the view a name."), fields={"name": _("Give the view a name.")})
    return name


def _may_share(actor: Actor, department_id: uuid.UUID | None) -> None:
    if department_id is not None and department_id not in actor.departments(*CASE_ROLES):
        raise Refused(_("You can share a view within your own departments only."))
