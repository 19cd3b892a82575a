"""Booking a time at an office: office, service, day, time, who, check, done. One question a page, no JavaScript."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.agencies.opening import local_day
from minben.config.forms import errors_of
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.ids import new_id
from minben.parties.queries import phone_region
from minben.portal.forms.appointments import WhoForm
from minben.portal.presenters.appointments import days_shown, times_shown
from minben.visits import queries
from minben.visits.actions import Who, book
from minben.visits.availability import Asked, last_day, slots_between
from minben.visits.names import service_names

KEY = "booking_key"


@never_cache
@require_safe
@guarded("visit.book")
def offices(request: HttpRequest) -> HttpResponse:
    """Where: every office that takes appointments."""
    slug = request.GET.get("service", "")[:80]
    found = queries.receptions(booking=True, service=slug)
    return render(request, "portal/visits/offices.html", {"receptions": found, "service": slug})


@never_cache
@require_safe
@guarded("visit.book")
def services(request: HttpRequest, office: str) -> HttpResponse:
    """What for: what this office offers; a word narrows the list."""
    reception = queries.reception_by_code(office)
    word = request.GET.get("q", "").strip()[:60]
    found = [one for one in queries.services_at(reception) if says(one.name, word)]
    context = {"reception": reception, "office": reception.office, "services": found, "q": word}
    return render(request, "portal/visits/services.html", context)


def says(name: dict[str, Any], word: str) -> bool:
    """Does the name hold the word, in any of its languages?"""
    return word.lower() in " ".join(str(text) for text in name.values()).lower()


@dataclass(frozen=True)
class Wanted:
    """What was chosen so far."""

    asked: Asked
    slug: str
    name: str

    @property
    def office(self) -> Any:
        return self.asked.office


def wanted(office: str, slug: str) -> Wanted:
    """Raises Missing for an office or service that cannot be booked."""
    asked = queries.wanted_at(queries.reception_by_code(office), slug)
    if not asked.reception.booking:
        raise Missing(_("This office takes no bookings at the moment. Come without one and take a number."))
    return Wanted(asked, slug, service_names([asked.service_id])[asked.service_id])


@never_cache
@require_safe
@guarded("visit.book")
def days(request: HttpRequest, office: str, service: str) -> HttpResponse:
    """When: days that have a free time."""
    chosen, now = wanted(office, service), timezone.now()
    context = {"wanted": chosen, "days": days_shown(chosen.asked, now)}
    return render(request, "portal/visits/days.html", context)


@never_cache
@require_safe
@guarded("visit.book")
def times(request: HttpRequest, office: str, service: str, day: str) -> HttpResponse:
    """At what time: those of one day."""
    chosen, now = wanted(office, service), timezone.now()
    when = _day(chosen.asked, day, now)
    context = {"wanted": chosen, "day": when, "times": times_shown(chosen.asked, when, now)}
    return render(request, "portal/visits/times.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("visit.book")
def who(request: HttpRequest, office: str, service: str, day: str, time: str) -> HttpResponse:
    """Who comes, then everything once more, then the booking."""
    chosen, now = wanted(office, service), timezone.now()
    at = moment_of(chosen.asked, day, time, now)
    actor = actor_of(request)
    known = actor.party_ids[0] if actor.party_ids else None
    given = request.POST if request.method == "POST" else None
    form = WhoForm(given, known=known is not None, region=phone_region())
    context = {"wanted": chosen, "at": at, "day": day, "time": time, "form": form, "known": known}
    if not form.is_bound:
        return render(request, "portal/visits/who.html", context)
    if not form.is_valid():
        return render(request, "portal/visits/who.html", context | {"errors": errors_of(form)}, status=422)
    if request.POST.get("step") != "book":
        return render(request, "portal/visits/check.html", context | {"once": new_id().hex})
    return _book(request, chosen, at, form, context)


def _book(
    request: HttpRequest, chosen: Wanted, at: dt.datetime, form: WhoForm, context: dict[str, Any]
) -> HttpResponse:
    known = context["known"]
    given = Who(party_id=known) if known else form.who()
    try:
        made = book(
            actor_of(request),
            chosen.office.id,
            chosen.asked.service_id,
            at,
            given,
            key=request.POST.get("key", "")[:40] or new_id().hex,
            language=get_language() or "zh-hant",
        )
    except Conflict as problem:
        return _taken(request, chosen, context, str(problem.message))
    except Invalid as problem:
        if "time" in problem.fields:
            return _taken(request, chosen, context, str(problem.fields["time"]))
        form.add_problem(problem)
        return render(request, "portal/visits/who.html", context | {"errors": errors_of(form)}, status=422)
    return redirect("portal:appointment", made.token)


def _taken(request: HttpRequest, chosen: Wanted, context: dict[str, Any], said: str) -> HttpResponse:
    """The time is gone: the other times of that day, with what happened."""
    now = timezone.now()
    when = _day(chosen.asked, context["day"], now)
    shown = {
        "wanted": chosen,
        "day": when,
        "times": times_shown(chosen.asked, when, now),
        "errors": [("", said)],
    }
    return render(request, "portal/visits/times.html", shown, status=409)


def moment_of(asked: Asked, day: str, time: str, now: dt.datetime) -> dt.datetime:
    """The time of the address. Raises Missing for one that is none: not bookable, over, on a closed day."""
    when, clock = _day(asked, day, now), _time(time)
    for slot in slots_between(asked, when, when, now)[when]:
        if f"{slot.starts_at.astimezone(asked.office.department.jurisdiction.zone):%H:%M}" == clock:
            return slot.starts_at
    raise Missing(_("This time cannot be booked. Choose another one."))


def _day(asked: Asked, text: str, now: dt.datetime) -> dt.date:
    try:
        when = parse_date(text)
    except ValueError:
        when = None
    if when is None or not local_day(asked.office, now) <= when <= last_day(asked.reception, now):
        raise Missing(_("This day cannot be booked. Choose another one."))
    return when


def _time(text: str) -> str:
    try:
        clock = parse_time(text.replace("-", ":"))
    except ValueError:
        clock = None
    return f"{clock:%H:%M}" if clock else ""
