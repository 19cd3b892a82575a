"""The person chooses how the result of their application reaches them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.agencies.models import Office
from minben.cases import queries
from minben.cases.actions.delivering import choose
from minben.cases.applications import deliveries
from minben.cases.models import Case
from minben.config.forms import errors_of
from minben.foundation.access.actor import Actor
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid
from minben.parties.queries import names_of
from minben.portal.forms.delivery import DeliveryForm, initial_of
from minben.portal.presenters.hours import openness


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.read")
def delivery(request: HttpRequest, token: str) -> HttpResponse:
    """In the account, by post, or to be picked up; what is known of the person is filled in for themselves only."""
    actor = actor_of(request)
    found = queries.by_token(actor, token)
    chosen, offices = deliveries.chosen(found), deliveries.offices_for(found)
    name, address = _known(actor, found)
    form = DeliveryForm(offices, request.POST or None, initial=initial_of(chosen, name=name, address=address))
    if request.method == "POST" and form.is_valid():
        try:
            choose(actor, found.id, form.choice)
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, str(_("Thank you. That is how the result will reach you.")))
            return redirect("portal:case", token)
    return _page(request, found, form, offices)


def _known(actor: Actor, case: Case) -> tuple[str, str]:
    """Name and address of the person, told to nobody who only has number and code."""
    if case.party_id is None or case.party_id not in actor.party_ids:
        return "", ""
    return names_of([case.party_id]).get(case.party_id, ""), deliveries.known_address(case)


def _page(request: HttpRequest, case: Case, form: DeliveryForm, offices: list[Office]) -> HttpResponse:
    wrong = form.is_bound and bool(form.errors)
    held = deliveries.held(case)
    context = {
        "case": case,
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
        "offices": [(one, openness(one, timezone.now())) for one in offices],
        "possible": deliveries.may_choose(case, held),
    }
    return render(request, "portal/case/delivery.html", context, status=422 if wrong else 200)
