"""Who calls: found, made, checked. Each part works as a page of the intake screen and as a part for htmx."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.cases import queries
from minben.cases.actions.calling import add_words
from minben.cases.actions.pressing import hurry
from minben.desk.forms.intake import CheckForm, NewCallerForm, WordsForm
from minben.desk.presenters.caller import Caller, Found, Place, caller_of, found_line
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Problem
from minben.foundation.records.idempotency import once
from minben.parties.actions import check_caller, make_provisional
from minben.parties.queries import find
from minben.parties.reaching import phones_of

CHECKED = "checked_callers"
VALID = dt.timedelta(minutes=30)
MOST = 8


def place_of(given: QueryDict) -> Place:
    """Where the screen stands; what makes no sense is left out."""
    return Place(
        phone=given.get("phone", "").strip()[:40],
        call=given.get("call", "").strip()[:80],
        party=id_of(given.get("party")),
        for_party=id_of(given.get("for")),
    )


def id_of(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def is_checked(request: HttpRequest, party_id: uuid.UUID | None) -> bool:
    """Did this caller pass the check at this desk within half an hour?"""
    at = request.session.get(CHECKED, {}).get(str(party_id))
    return bool(at) and timezone.now() - dt.datetime.fromisoformat(at) < VALID


def caller(request: HttpRequest, place: Place) -> Caller:
    """The caller's part, with one read line when somebody is shown."""
    actor = actor_of(request)
    made = caller_of(actor, place, checked=is_checked(request, place.party))
    shown = [who.party["id"] for who in (made.who, made.other) if who]
    trail.saw(actor, "desk.intake", kind="party", ids=shown, purpose=place.call)
    return made


def found(request: HttpRequest, text: str) -> list[Found]:
    """Whom ``text`` may mean, with one read line for the list."""
    lines = [found_line(party) for party in find(text, MOST)] if len(text.strip()) > 1 else []
    trail.saw(actor_of(request), "desk.intake.found", kind="party", ids=[line.party.id for line in lines])
    return lines


@never_cache
@require_safe
@guarded("case.intake")
def search(request: HttpRequest) -> HttpResponse:
    """Search as you type. ``role`` "for" looks for the one on whose behalf somebody calls."""
    text, place = request.GET.get("q", ""), place_of(request.GET)
    context = {"q": text, "lines": links(found(request, text), place, request.GET.get("role", ""))}
    return render(request, "desk/parts/intake_found.html", context)


def links(lines: list[Found], place: Place, role: str = "") -> list[dict[str, Any]]:
    """Each found person with the address that picks them."""
    name = "for" if role == "for" else "party"
    return [{"found": line, "query": place.query(**{name: line.party.id})} for line in lines]


@never_cache
@require_safe
@guarded("case.intake")
def part(request: HttpRequest) -> HttpResponse:
    """The caller's part after a pick."""
    return answer(request, place_of(request.GET))


def answer(request: HttpRequest, place: Place, *, status: int = 200, **extra: Any) -> HttpResponse:
    """The part for htmx, the whole screen otherwise."""
    if not getattr(request, "htmx", False):
        return HttpResponseRedirect(f"{reverse('desk:intake')}?{place.query()}")
    context = {"caller": caller(request, place), **panel_forms(place), **extra}
    response = render(request, "desk/parts/intake_caller.html", context, status=status)
    response["HX-Push-Url"] = f"{reverse('desk:intake')}?{place.query()}"
    return response


def panel_forms(place: Place) -> dict[str, Any]:
    return {
        "check": CheckForm(prefix="check"),
        "newcomer": NewCallerForm(prefix="new", initial={"phone": place.phone}),
        "words": WordsForm(auto_id=False),
    }


@require_POST
@guarded("case.intake")
def new(request: HttpRequest) -> HttpResponse:
    """One click makes a provisional party; pressed twice with one number it is one party."""
    place = place_of(request.GET)
    form = NewCallerForm(request.POST, prefix="new")
    form.is_valid()
    given = form.cleaned_data
    try:
        made = _provisional(request, given.get("name", ""), given.get("phone", ""))
    except Problem as problem:
        form.add_error("phone", str(problem.message))
        return _again(request, place, newcomer=form)
    role = "for" if request.GET.get("role") == "for" else "party"
    return answer(request, place_of(_with(request.GET, role, made)))


def _provisional(request: HttpRequest, name: str, phone: str) -> uuid.UUID:
    actor, number = actor_of(request), (phones_of(phone) or [phone])[0]

    def work() -> dict[str, Any]:
        return {"id": str(make_provisional(actor, name=name, phone=number).id)}

    key = request.POST.get("key", "")[:64]
    result, _new = (
        once(actor.key, f"caller:{key}", {"name": name, "phone": number}, work) if key else (work(), 1)
    )
    return uuid.UUID(result["id"])


def _with(given: QueryDict, name: str, value: uuid.UUID) -> QueryDict:
    changed = given.copy()
    changed[name] = str(value)
    return changed


def _again(request: HttpRequest, place: Place, **extra: Any) -> HttpResponse:
    if getattr(request, "htmx", False):
        return answer(request, place, status=422, **extra)
    for form in extra.values():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
    return answer(request, place)


@require_POST
@guarded("case.intake")
def check(request: HttpRequest, party_id: uuid.UUID) -> HttpResponse:
    """Two of three questions; the outcome is on record and holds for half an hour at this desk."""
    place, form = place_of(request.GET), CheckForm(request.POST, prefix="check")
    if not form.is_valid():
        return _again(request, place, check=form)
    try:
        outcome = check_caller(actor_of(request), party_id, **form.cleaned_data)
    except (Invalid, Conflict) as problem:
        form.add_problem(problem)
        return _again(request, place, check=form)
    if not outcome.passed:
        form.add_error(None, _("That does not agree with the record. Do not read any case aloud."))
        return _again(request, place, check=form)
    held = dict(request.session.get(CHECKED, {}))
    held[str(party_id)] = timezone.now().isoformat()
    request.session[CHECKED] = dict(list(held.items())[-20:])
    return answer(request, place)


@require_POST
@guarded("case.intake")
def press(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The caller asks for progress (催辦)."""
    actor, place = actor_of(request), place_of(request.GET)
    case = queries.case_for(actor, case_id)
    try:
        hurry(actor, case.id, text=_("Asked by phone."))
    except Conflict as problem:
        messages.warning(request, str(problem.message))
    else:
        messages.success(
            request, _("%(number)s: the department was asked for progress.") % {"number": case.number}
        )
    return answer(request, place)


@require_POST
@guarded("case.intake")
def add(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The caller adds something to an open case."""
    actor, place = actor_of(request), place_of(request.GET)
    case = queries.case_for(actor, case_id)
    try:
        add_words(actor, case.id, text=request.POST.get("text", ""), call=place.call)
    except Invalid as problem:
        messages.error(request, str(problem.message))
        return answer(request, place, wrong_case=case.id, typed=request.POST.get("text", ""))
    messages.success(request, _("%(number)s: added, and the department was told.") % {"number": case.number})
    return answer(request, place)
