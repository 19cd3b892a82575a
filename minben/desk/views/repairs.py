"""Bad ratings that are put right: the list, one repair, and each of its steps."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases.actions.work import read_mentions_of_repair
from minben.cases.models import RepairCase
from minben.cases.ratings import repairs as asked_of
from minben.desk.forms.repairs import VERBS
from minben.desk.presenters.repairs import lines, repair_page
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Missing, Text

from .plain import Asked, acted


@never_cache
@require_safe
@guarded("repair.read")
def repairs(request: HttpRequest) -> HttpResponse:
    """Of the actor's departments: what is due first on top, then what was done lately."""
    actor = actor_of(request)
    found = asked_of.repairs_of(actor)
    trail.saw(actor, "desk.repairs", kind="repair", ids=[one.id for one in found])
    return render(request, "desk/repairs.html", {"rows": lines(found)})


@never_cache
@require_safe
@guarded("repair.read")
def repair(request: HttpRequest, repair_id: uuid.UUID) -> HttpResponse:
    """One repair: what was said, what was done, what can be done now."""
    actor = actor_of(request)
    found = asked_of.repair_for(actor, repair_id)
    _looked(actor, found)
    read_mentions_of_repair(actor, found.id)
    return render(request, "desk/repair.html", {"page": repair_page(actor, found)})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("repair.read")
def do(request: HttpRequest, repair_id: uuid.UUID, name: str) -> HttpResponse:
    """The form of one step, and what it does."""
    actor, verb = actor_of(request), VERBS.get(name)
    if verb is None:
        raise Missing(_("There is no such step."))
    found, back = asked_of.repair_for(actor, repair_id), reverse("desk:repair", args=[repair_id])
    require(actor, f"repair.{verb.name}", found)
    if request.method == "GET":
        _looked(actor, found)

    def act(given: dict[str, Any]) -> Text:
        verb.act(actor, repair_id, given)
        return verb.done

    asked = Asked(
        str(verb.label), str(verb.label), back, _("Back to the repair"), lead=str(verb.lead), grave=verb.grave
    )
    return acted(request, verb.form(request.POST or None), asked, act)


def _looked(actor: Actor, found: RepairCase) -> None:
    trail.saw(actor, "desk.repair", kind="repair", ids=[found.id], case_id=found.rating.case_id)
