"""The intake screen for phone and counter: one page from “who calls” to the number that is read out."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.agencies.queries import home_of
from minben.cases import queries
from minben.cases.actions.calling import keep_contact
from minben.cases.actions.handling import answer_at_once
from minben.cases.actions.submit import submit
from minben.cases.actions.words import Kept
from minben.cases.intake import Submission
from minben.cases.intake.numbers import code_for
from minben.cases.models import Case
from minben.catalog.queries import article, scripts, search
from minben.config.markdown import plain
from minben.desk.forms.intake import IntakeForm, fresh
from minben.desk.presenters.caller import Place
from minben.desk.presenters.categories import suggested, topic_of
from minben.foundation.access.actor import Actor
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Invalid, Missing, Problem, Refused
from minben.foundation.records.idempotency import once
from minben.foundation.records.translated import localized
from minben.parties.actions import make_provisional
from minben.parties.queries import names_of, profile
from minben.parties.reaching import phones_of

from . import callers, drafts

HITS = 5


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.intake")
def intake(request: HttpRequest) -> HttpResponse:
    """The whole screen; sent, it becomes a case, an answer given at once, or a contact that is kept."""
    if request.method == "POST":
        return _post(request)
    place = callers.place_of(request.GET)
    text = request.GET.get("q", "") or ("" if place.party else place.phone)
    kept = drafts.intake_words(request)
    return _screen(request, place, _opened(request, place, kept), q=text, kept=kept)


def _opened(request: HttpRequest, place: Place, kept: Kept | None) -> IntakeForm:
    """An empty form; what was typed and not sent comes into it only when it is asked for."""
    form = fresh(phone=place.phone, call=place.call)
    if kept is not None and not kept.gone and request.GET.get("draft"):
        form.initial.update(kept.words)
    return form


def _screen(
    request: HttpRequest, place: Place, form: IntakeForm, *, status: int = 200, q: str = "", **extra: Any
) -> HttpResponse:
    role = request.GET.get("role", "")
    context = {
        "form": form,
        "place": place,
        "q": q,
        "role": role,
        "lines": callers.links(callers.found(request, q), place, role) if q else [],
        "caller": callers.caller(request, place),
        "scripts": scripts(),
        "suggested": suggested(str(form["category"].value() or "")),
        **callers.panel_forms(place),
        **extra,
    }
    return render(request, "desk/intake.html", context, status=status)


def _post(request: HttpRequest) -> HttpResponse:
    form = IntakeForm(request.POST)
    place = _place(request)
    if request.POST.get("use"):
        return _screen(request, place, _with_answer(request), found=_knowledge(request.POST.get("title", "")))
    if request.POST.get("intent") == "look":
        held = IntakeForm(initial=_typed(request))
        return _screen(request, place, held, found=_knowledge(request.POST.get("title", "")))
    if not form.is_valid():
        return _screen(request, place, form, status=422)
    try:
        return _do(request, form)
    except (Invalid, Refused) as problem:
        _mark(form, problem)
    except Problem as problem:
        form.add_error(None, str(problem.message))
    return _screen(request, place, form, status=422)


def _place(request: HttpRequest) -> Place:
    given = callers.place_of(request.POST)
    caller = callers.id_of(request.POST.get("asked_by"))
    return Place(given.phone, given.call, caller, given.party) if caller else given


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST.get(name, "") for name in IntakeForm.base_fields}


def _with_answer(request: HttpRequest) -> IntakeForm:
    """What was typed, and the words of an article as the answer."""
    return IntakeForm(initial={**_typed(request), "answer": words_of(request.POST.get("use", ""))})


def words_of(slug: str) -> str:
    """An article's text in the reader's language; "" when there is none by that name."""
    try:
        found, _services = article(slug, audience="staff")
    except Missing:
        return ""
    return plain(str(localized(found.body)))


def _do(request: HttpRequest, form: IntakeForm) -> HttpResponse:
    actor, given, intent = actor_of(request), form.cleaned_data, request.POST.get("intent", "case")
    if intent == "keep":
        return _keep(request, actor, given)
    case_id = _make(actor, given, answered=intent == "answer")
    drafts.forget_intake(request)
    return HttpResponseRedirect(reverse("desk:intake_done", args=[case_id]))


def _keep(request: HttpRequest, actor: Actor, given: dict[str, Any]) -> HttpResponse:
    keep_contact(
        actor,
        key=given["key"],
        party_id=given["asked_by"] or given["party"],
        phone="" if given["privacy"] != Case.Privacy.OPEN else _number(given["phone"]),
        summary=given["title"],
        body=given["body"],
        channel=given["channel"],
        call=given["call"],
    )
    drafts.forget_intake(request)
    messages.success(request, _("The contact is kept. No case was made."))
    return HttpResponseRedirect(reverse("desk:intake"))


def _number(phone: str) -> str:
    return (phones_of(phone) or [phone])[0]


def _make(actor: Actor, given: dict[str, Any], *, answered: bool) -> uuid.UUID:
    """The case, and its answer if it was given on the phone: all or nothing, once for each form that was opened."""
    body = {name: str(value) for name, value in given.items()} | {"answered": answered}

    def work() -> dict[str, Any]:
        made = submit(actor, _submission(actor, given), key=given["key"])
        if answered:
            answer_at_once(actor, made.case_id, text=given["answer"])
        return {"id": str(made.case_id)}

    result, _new = once(actor.key, f"intake:{given['key']}", body, work)
    return uuid.UUID(result["id"])


def _submission(actor: Actor, given: dict[str, Any]) -> Submission:
    _known(given["party"], given["asked_by"])
    topic, urgency = topic_of(given["category"])
    party_id = _party(actor, given)
    return Submission(
        kind=given["kind"],
        title=given["title"],
        body=given["body"],
        channel=given["channel"],
        language=_language(party_id),
        jurisdiction_id=home_of(actor),
        party_id=party_id,
        asked_by_id=given["asked_by"],
        privacy=given["privacy"],
        urgency=given["urgency"] or urgency or "E2",
        topic=topic,
        place=given["place"],
        external_id=given["call"],
    )


def _known(*party_ids: uuid.UUID | None) -> None:
    wanted = {key for key in party_ids if key}
    if wanted - names_of(wanted).keys():
        message = _("The person chosen is not on record any more. Pick somebody again.")
        raise Invalid(message, fields={"party": message})


def _party(actor: Actor, given: dict[str, Any]) -> uuid.UUID | None:
    """Whose request it is. An unknown caller with a number becomes a provisional party, never a lost one."""
    known: uuid.UUID | None = given["party"]
    if given["privacy"] == Case.Privacy.ANONYMOUS or known is not None:
        return None if given["privacy"] == Case.Privacy.ANONYMOUS else known
    if given["phone"]:
        return make_provisional(actor, phone=_number(given["phone"]), source=given["channel"]).id
    message = _("Say who asks: pick somebody, make a new person, or choose anonymous.")
    raise Invalid(message, fields={"party": message})


def _language(party_id: uuid.UUID | None) -> str:
    spoken = profile(party_id).language if party_id else ""
    return spoken or (get_language() or "zh-hant")


def _mark(form: IntakeForm, problem: Problem) -> None:
    """Errors of hidden fields are said at the top."""
    for name, message in problem.fields.items():
        shown = name in form.fields and not form[name].is_hidden
        form.add_error(name if shown else None, str(message))
    if not problem.fields:
        form.add_error(None, str(problem.message))


def _knowledge(text: str) -> Any:
    return (
        search(text[:200], get_language() or "zh-hant", audience="staff", size=HITS) if text.strip() else None
    )


@never_cache
@require_safe
@guarded("case.intake")
def knowledge(request: HttpRequest) -> HttpResponse:
    """What staff and public knowledge says about the words typed so far."""
    context = {"found": _knowledge(request.GET.get("title", "")), "q": request.GET.get("title", "")}
    return render(request, "desk/parts/intake_knowledge.html", context)


@never_cache
@require_safe
@guarded("case.intake")
def words(request: HttpRequest) -> HttpResponse:
    """The answer's field, filled with an article's words."""
    form = fresh(answer=words_of(request.GET.get("use", "")))
    return render(request, "desk/parts/intake_answer.html", {"form": form})


@never_cache
@require_safe
@guarded("case.intake")
def suggestion(request: HttpRequest) -> HttpResponse:
    """Where requests of a category go and how urgent they are."""
    context = {"suggested": suggested(request.GET.get("category", ""))}
    return render(request, "desk/parts/intake_suggested.html", context)


@never_cache
@require_safe
@guarded("case.intake")
def done(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """What is read out: number, code, promised date. For the one who took the case."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    if case.taken_by is None or case.taken_by != actor.staff_id:
        raise Missing(_("There is no such case, or somebody else took it."))
    return render(request, "desk/intake_done.html", {"case": case, "code": code_for(case.track_token)})
