"""At the office: its page, a number at the kiosk, one's place in the line, the rating from the slip."""

from __future__ import annotations

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.cases.actions.rating import LEVELS
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid
from minben.foundation.records.ids import new_id
from minben.portal.presenters.hours import openness
from minben.visits import queries
from minben.visits.actions import leave, rate_visit, take_number
from minben.visits.keeping import reception_of
from minben.visits.models import Reception, Ticket
from minben.visits.names import service_names
from minben.visits.queue import line_of

from . import wizard
from .appointments import says
from .rate import RateForm

FEW = 15
"""So many services stand on the kiosk at first."""


@never_cache
@require_safe
@guarded("site.open")
def office(request: HttpRequest, office: str) -> HttpResponse:
    """Where it is, when it is open, how many wait and about how long."""
    reception, now = queries.reception_by_code(office), timezone.now()
    line = line_of(reception, now)
    context = {
        "reception": reception,
        "office": reception.office,
        "hours": openness(reception.office, now),
        "place": line.everybody(),
    }
    return render(request, "portal/visits/office.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("visit.book")
def take(request: HttpRequest, office: str) -> HttpResponse:
    """The kiosk: press what it is about, get a number."""
    reception = queries.reception_by_code(office)
    said = ""
    if request.method == "POST":
        slug = request.POST.get("service", queries.OTHER)[:80]
        try:
            service_id = queries.wanted_at(reception, slug).service_id
            key = request.POST.get("key", "")[:40] or new_id().hex
            made = take_number(actor_of(request), reception.office_id, service_id, key=key)
        except (Conflict, Invalid) as problem:
            said = str(next(iter(problem.fields.values()), problem.message))
        else:
            return redirect("portal:slip", made.token)
    context = {
        "office": reception.office,
        **_offered(request, reception),
        "once": new_id().hex,
        "errors": [("", said)] if said else [],
    }
    return render(request, "portal/visits/kiosk.html", context, status=409 if said else 200)


def _offered(request: HttpRequest, reception: Reception) -> dict[str, object]:
    """What is taken most often here; all of it, or what a word names, when asked for."""
    word, found = request.GET.get("q", "").strip()[:60], queries.services_at(reception)
    if word:
        return {"services": [one for one in found if says(one.name, word)], "q": word}
    if len(found) <= FEW or request.GET.get("all"):
        return {"services": found}
    return {"services": queries.often_taken(reception, found, FEW, timezone.now()), "more": True}


@never_cache
@require_safe
@guarded("visit.own")
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """To be printed: the number, and where to follow it."""
    held = queries.ticket_by_token(token)
    address = request.build_absolute_uri(reverse("portal:number", args=[token]))
    return render(
        request, "portal/visits/slip.html", _shown(held) | {"code": picture(address), "address": address}
    )


@never_cache
@require_safe
@guarded("visit.own")
def number(request: HttpRequest, token: str) -> HttpResponse:
    """One's place: how many before, about how long, or which counter."""
    return render(request, "portal/visits/number.html", _shown(queries.ticket_by_token(token)))


@never_cache
@require_safe
@guarded("visit.own", polled=True)
def number_now(request: HttpRequest, token: str) -> HttpResponse:
    """What the page asks for every ten seconds: 304 while nothing changed at the office."""
    held = queries.ticket_by_token(token)
    tag = _tag(held)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    return render(request, "portal/visits/_number.html", _shown(held))


def _tag(held: Ticket) -> str:
    reception = reception_of(held.office_id)
    return quote_etag(f"{reception.version}-{timezone.now():%H%M}-{get_language()}")


def _shown(held: Ticket) -> dict[str, object]:
    place = None
    if held.state == Ticket.State.WAITING:
        place = line_of(reception_of(held.office_id), timezone.now()).place_of(held)
    return {
        "held": held,
        "office": held.office,
        "title": service_names([held.service_id])[held.service_id],
        "place": place,
        "tag": _tag(held),
    }


@require_POST
@guarded("visit.own")
def give_back(request: HttpRequest, token: str) -> HttpResponse:
    """Go without having been served."""
    held = queries.ticket_by_token(token)
    if held.state == Ticket.State.WAITING:
        leave(actor_of(request), held.id)
    return redirect("portal:number", token)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("visit.own")
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """The five levels, once; thanks afterwards."""
    held = queries.ticket_by_token(token)
    if given := queries.rating_of_visit(held):
        context = {"held": held, "rating": given, "word": LEVELS[given.level]}
        return render(request, "portal/visits/rated.html", context)
    form = RateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _given(request, held, form):
        return redirect("portal:visit_rate", token)
    said = wizard.errors(form) if form.is_bound else []
    context = {
        "held": held,
        "form": form,
        "errors": said,
        "possible": held.state == Ticket.State.SERVED,
        "title": service_names([held.service_id])[held.service_id],
        "value": str(form["level"].value() or ""),
    }
    return render(request, "portal/visits/rate.html", context, status=422 if said else 200)


def _given(request: HttpRequest, held: Ticket, form: RateForm) -> bool:
    given = form.cleaned_data
    try:
        rate_visit(
            actor_of(request),
            held.id,
            level=given["level"],
            reasons=given["reasons"],
            comment=given["comment"],
        )
    except (Invalid, Conflict) as problem:
        form.add_problem(problem)
        return False
    return True


def picture(address: str) -> str:
    """A QR code as the address of a picture."""
    return str(
        segno.make(address, error="m").svg_data_uri(scale=5, border=2, dark="#1b1b1a", light="#ffffff")
    )
