"""One's own appointment: what it is, moved, cancelled, taken into one's calendar, begun at the door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.agencies.opening import local_day
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.portal.presenters.appointments import calendar_file, days_shown, place_of, times_shown
from minben.visits import queries
from minben.visits.actions import arrive, cancel, move
from minben.visits.actions.booking import changeable
from minben.visits.availability import asked_of
from minben.visits.keeping import reception_of
from minben.visits.models import Appointment
from minben.visits.names import service_names

from .appointments import moment_of


@never_cache
@require_safe
@guarded("visit.own")
def appointment(request: HttpRequest, token: str) -> HttpResponse:
    """Everything about it, and what can still be done."""
    held = queries.appointment_by_token(token)
    return render(request, "portal/visits/appointment.html", _shown(held))


def _shown(held: Appointment) -> dict[str, Any]:
    now, reception = timezone.now(), reception_of(held.office_id)
    return {
        "held": held,
        "office": held.office,
        "service": service_names([held.service_id])[held.service_id],
        "changeable": changeable(held, reception, now),
        "latest": held.starts_at - dt.timedelta(minutes=reception.change_minutes),
        "today": local_day(held.office, held.starts_at) == local_day(held.office, now),
        "ticket": getattr(held, "ticket", None),
    }


@never_cache
@require_safe
@guarded("visit.own")
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The file for one's own calendar."""
    held = queries.appointment_by_token(token)
    title = _("%(service)s – %(office)s") % {
        "service": service_names([held.service_id])[held.service_id],
        "office": place_of(held.office).split(",")[0],
    }
    address = request.build_absolute_uri(request.path.removesuffix("calendar.ics"))
    answer = HttpResponse(calendar_file(held, title, address), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("visit.own")
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Another day, then another time of it."""
    held, now = queries.appointment_by_token(token), timezone.now()
    reception = reception_of(held.office_id)
    if not changeable(held, reception, now):
        raise Conflict(_("It is too late to change it here. Phone the office if you cannot come."))
    asked, said = asked_of(reception, held.service_id), ""
    if request.method == "POST":
        try:
            at = moment_of(asked, request.POST.get("day", ""), request.POST.get("time", ""), now)
            move(actor_of(request), held.id, at)
        except (Conflict, Invalid, Missing) as problem:
            said = str(next(iter(problem.fields.values()), problem.message))
        else:
            messages.success(request, _("Your appointment is moved."))
            return redirect("portal:appointment", token)
    day = _day(request.POST.get("day") or request.GET.get("day", ""))
    days = days_shown(asked, now)
    context = {
        "held": held,
        "days": days,
        "day": day if day in {one.day for one in days} else None,
        "times": times_shown(asked, day, now, moving=held) if day in {one.day for one in days} else [],
        "errors": [("", said)] if said else [],
    }
    return render(request, "portal/visits/move.html", context, status=409 if said else 200)


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("visit.own")
def call_off(request: HttpRequest, token: str) -> HttpResponse:
    """Asked once more, then cancelled."""
    held = queries.appointment_by_token(token)
    if request.method == "POST":
        try:
            cancel(actor_of(request), held.id)
        except Conflict as problem:
            messages.warning(request, str(problem.message))
        else:
            messages.success(
                request, _("Your appointment is cancelled. Somebody else can have the time now.")
            )
        return redirect("portal:appointment", token)
    return render(request, "portal/visits/cancel.html", _shown(held))


@require_POST
@guarded("visit.own")
def here(request: HttpRequest, token: str) -> HttpResponse:
    """“I am here”: the appointment becomes a number of the day."""
    held = queries.appointment_by_token(token)
    try:
        ticket = arrive(actor_of(request), held.id)
    except Conflict as problem:
        messages.warning(request, str(problem.message))
        return redirect("portal:appointment", token)
    return redirect("portal:number", ticket.token)
