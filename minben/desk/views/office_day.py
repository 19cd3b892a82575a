"""An office's day: who comes, who waits, who is where; numbers for somebody, priority by law with its proof."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.desk.forms.visits import PriorityForm, TakeForm
from minben.desk.presenters.counter import version_tag
from minben.desk.presenters.office_day import DayShown, shown
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid
from minben.foundation.records.ids import new_id
from minben.visits import queries
from minben.visits.actions import arrive, bring_back, record_priority, take_number
from minben.visits.keeping import reception_of
from minben.visits.names import service_names

from .plain import Asked, plain_form


@never_cache
@require_safe
@guarded("visit.office")
def offices(request: HttpRequest) -> HttpResponse:
    """Offices where my department has a counter; one alone opens by itself."""
    found = queries.offices_of(actor_of(request))
    if len(found) == 1:
        return HttpResponseRedirect(reverse("desk:office_day", args=[found[0].office_id]))
    return render(request, "desk/visits/offices.html", {"receptions": found})


@never_cache
@require_safe
@guarded("visit.office")
def day(request: HttpRequest, office_id: uuid.UUID) -> HttpResponse:
    """Everything that goes on today."""
    return render(request, "desk/visits/day.html", {"page": _page(request, office_id)})


def _page(request: HttpRequest, office_id: uuid.UUID) -> DayShown:
    """The names of those who are expected or waited leave one line in the read log."""
    actor = actor_of(request)
    page = shown(queries.day_of(actor, office_id, timezone.now()), timezone.now())
    trail.saw(actor, "desk.office_day", kind="party", ids=page.parties)
    return page


@never_cache
@require_safe
@guarded("visit.office", polled=True)
def now(request: HttpRequest, office_id: uuid.UUID) -> HttpResponse:
    """304 while nothing changed."""
    office = queries.office_for(actor_of(request), office_id, "visit.office")
    if request.headers.get("If-None-Match") == version_tag(reception_of(office.id)):
        return HttpResponse(status=304)
    return render(request, "desk/visits/_day.html", {"page": _page(request, office_id)})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("visit.office")
def take(request: HttpRequest, office_id: uuid.UUID) -> HttpResponse:
    """A number for somebody who stands before one."""
    actor = actor_of(request)
    office = queries.office_for(actor, office_id, "visit.office")
    reception = reception_of(office.id)
    key = request.POST.get("key", "")[:40] or new_id().hex
    form = TakeForm(request.POST or None, services=queries.services_at(reception), key=key)
    if form.is_bound and form.is_valid():
        try:
            made = take_number(actor, office.id, form.service_id(), key=form.cleaned_data["key"])
        except (Conflict, Invalid) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The number is %(number)s.") % {"number": made.shown})
            return HttpResponseRedirect(reverse("desk:visit", args=[made.id]))
    asked = Asked(
        _("Number for somebody"),
        _("Give a number"),
        reverse("desk:office_day", args=[office.id]),
        _("The day"),
    )
    return plain_form(request, form, asked)


@require_POST
@guarded("visit.office")
def arrived(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Whoever booked is here."""
    held = queries.appointment_for(actor_of(request), appointment_id)
    try:
        made = arrive(actor_of(request), held.id)
        messages.success(request, _("The number is %(number)s.") % {"number": made.shown})
    except Conflict as problem:
        messages.warning(request, str(problem.message))
    return HttpResponseRedirect(reverse("desk:office_day", args=[held.office_id]))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("visit.office")
def ticket(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """One number: where it stands, its slip, and priority by law with its proof."""
    actor = actor_of(request)
    held = queries.ticket_for(actor, ticket_id)
    form = PriorityForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            record_priority(actor, held.id, **form.cleaned_data)
        except (Conflict, Invalid) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Priority by law is recorded. It counts from now on."))
            return HttpResponseRedirect(reverse("desk:visit", args=[held.id]))
    if held.party_id is not None:
        trail.saw(actor, "desk.visit", kind="party", ids=[held.party_id])
    context = {"held": held, "form": form, "title": service_names([held.service_id])[held.service_id]}
    return render(request, "desk/visits/ticket.html", context, status=422 if form.errors else 200)


@require_POST
@guarded("visit.office")
def back(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Somebody who was missed came after all."""
    held = queries.ticket_for(actor_of(request), ticket_id)
    try:
        bring_back(actor_of(request), held.id)
        messages.success(request, _("They wait again."))
    except Conflict as problem:
        messages.warning(request, str(problem.message))
    return HttpResponseRedirect(reverse("desk:office_day", args=[held.office_id]))
