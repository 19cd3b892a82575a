"""Finding people, the whole person, and what can be done to a record."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.desk.forms import people as forms
from minben.desk.forms.new_party import NewPartyForm
from minben.desk.forms.people import PARTY_VERBS, PartyForm, PartyVerb
from minben.desk.presenters.caller import found_line
from minben.desk.presenters.person import person_page
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Problem
from minben.foundation.records.idempotency import once
from minben.foundation.records.ids import new_id
from minben.parties.actions import register_organisation, register_person
from minben.parties.profiles import Profile, profile
from minben.parties.queries import find
from minben.parties.reaching import phones_of

from .callers import place_of

MOST = 25


@never_cache
@require_safe
@guarded("party.find")
def people(request: HttpRequest) -> HttpResponse:
    """By name in either script, pinyin, phone, e-mail, identity number. Nobody is listed unasked."""
    text = request.GET.get("q", "").strip()
    lines = [found_line(party) for party in find(text, MOST)] if text else []
    trail.saw(actor_of(request), "desk.people", kind="party", ids=[line.party.id for line in lines])
    part = bool(getattr(request, "htmx", False))
    template = "desk/parts/people_found.html" if part else "desk/people.html"
    may_register = allowed(actor_of(request), "party.register")
    context = {
        "q": text,
        "lines": lines,
        "most": MOST,
        "full": len(lines) == MOST,
        "may_register": may_register,
    }
    return render(request, template, context)


@never_cache
@require_safe
@guarded("party.find")
def party(request: HttpRequest, party_id: uuid.UUID) -> HttpResponse:
    """The whole person; one read line for one look."""
    actor = actor_of(request)
    require(actor, "party.read", party_id)
    page = person_page(actor, party_id, today=timezone.localdate(), cursor=request.GET.get("cursor", ""))
    trail.saw(actor, "desk.party", kind="party", ids=page.who.ids)
    return render(request, "desk/party.html", {"page": page, "who": page.who, "words": forms})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("party.find")
def verb(request: HttpRequest, party_id: uuid.UUID, name: str) -> HttpResponse:
    """The form of one thing to do to a record, and doing it."""
    actor, found = actor_of(request), PARTY_VERBS.get(name)
    if found is None:
        raise Missing(_("There is no such step."))
    require(actor, found.policy, party_id)
    who = profile(party_id)
    if request.method == "POST":
        return _post(request, actor, who, found)
    trail.saw(actor, "desk.party.verb", kind="party", ids=[party_id])
    return _page(
        request, who, found, PartyForm(found, initial=_initial(request, who), others=_others(request))
    )


def _initial(request: HttpRequest, who: Profile) -> dict[str, Any]:
    known = {
        name: who.party[name] for name in ("name", "birth_date", "gender", "language", "channel", "note")
    }
    return {**known, "version": who.party["version"], "item": request.GET.get("item", "")}


def _others(request: HttpRequest) -> list[tuple[str, str]]:
    """Whom the search of the form found."""
    text = request.GET.get("q", "").strip()
    lines = [found_line(party) for party in find(text, 10)] if text else []
    trail.saw(actor_of(request), "desk.party.other", kind="party", ids=[line.party.id for line in lines])
    return [(str(line.party.id), " · ".join(_facts(line))) for line in lines]


def _facts(line: Any) -> list[str]:
    tail = f"••••{line.tail}" if line.tail else ""
    return [fact for fact in (line.party.name or _("Name unknown"), line.phone, tail) if fact]


def _post(request: HttpRequest, actor: Actor, who: Profile, verb: PartyVerb) -> HttpResponse:
    form = PartyForm(verb, request.POST, others=_others(request))
    if not form.is_valid():
        return _page(request, who, verb, form, status=422)
    try:
        result = verb.run(actor, who, form.cleaned_data)
    except Conflict as problem:
        form.add_error(None, str(problem.message))
        return _page(request, profile(who.party["id"]), verb, form, status=409, now=_now_says(form, problem))
    except Invalid as problem:
        form.add_problem(problem)
        return _page(request, who, verb, form, status=422)
    if verb.reveals:
        return render(request, "desk/party_revealed.html", {"who": who, "number": result})
    messages.success(request, str(verb.done))
    return HttpResponseRedirect(reverse("desk:party", args=[who.party["id"]]))


def _now_says(form: PartyForm, problem: Conflict) -> list[tuple[Any, Any]]:
    """Which fields somebody else changed, and to what; the form is renewed, so that sending again is a decision."""
    return [(form.fields[name].label, value) for name, value in problem.fields.items() if name in form.fields]


def _page(
    request: HttpRequest, who: Profile, verb: PartyVerb, form: PartyForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    if status == 409 and "version" in form.data:
        form.data = {**{name: form.data[name] for name in form.data}, "version": str(who.party["version"])}
    context = {"who": who, "verb": verb, "form": form, "q": request.GET.get("q", ""), **extra}
    return render(request, "desk/party_verb.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("party.enrol")
def new(request: HttpRequest) -> HttpResponse:
    """Registering somebody properly; from the intake screen it leads back there."""
    place = place_of(request.GET)
    if request.method == "GET":
        form = NewPartyForm(initial={"phone": place.phone, "key": new_id().hex})
        return render(request, "desk/party_new.html", {"form": form, "place": place})
    form = NewPartyForm(request.POST)
    made = _registered(request, form) if form.is_valid() else None
    if made is None:
        return render(request, "desk/party_new.html", {"form": form, "place": place}, status=422)
    if "phone" in request.GET or "call" in request.GET or place.party:
        return HttpResponseRedirect(f"{reverse('desk:intake')}?{place.query(party=made)}")
    return HttpResponseRedirect(reverse("desk:party", args=[made]))


def _registered(request: HttpRequest, form: NewPartyForm) -> uuid.UUID | None:
    actor, given = actor_of(request), form.cleaned_data

    def work() -> dict[str, Any]:
        return {"id": str(_register(actor, given))}

    try:
        result, _new = once(actor.key, f"party:{given['key']}", {k: str(v) for k, v in given.items()}, work)
    except Problem as problem:
        _mark(form, problem)
        return None
    return uuid.UUID(result["id"])


def _register(actor: Actor, given: dict[str, Any]) -> uuid.UUID:
    numbers = [(given["number_kind"], given["number"])] if given["number_kind"] and given["number"] else []
    common: dict[str, Any] = {
        "name": given["name"],
        "phone": (phones_of(given["phone"]) or [given["phone"]])[0],
        "email": given["email"],
        "identifiers": numbers,
        "language": given["language"],
        "source": "desk",
    }
    if given["kind"] == "person":
        own = {"birth_date": given["birth_date"], "gender": given["gender"]}
        return register_person(actor, **common, **own).id
    return register_organisation(actor, **common, is_government=given["kind"] == "body").id


def _mark(form: NewPartyForm, problem: Problem) -> None:
    """A contact's error says “value”: it was the phone, or the e-mail when there is an @ in it."""
    typed = form.cleaned_data
    value = "phone" if typed.get("phone") and not phones_of(typed["phone"]) else "email"
    for name, message in problem.fields.items():
        field = value if name == "value" else name
        form.add_error(field if field in form.fields else None, str(message))
    if not problem.fields:
        form.add_error(None, str(problem.message))
