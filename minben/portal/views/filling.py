"""Filling in a form one question a page, whatever it is for: a service, or all services of a life event.

A :class:`~.way.Way` says which form it is and where its pages are.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from minben.cases.actions import draft, handing_in
from minben.cases.actions.draft import Held
from minben.cases.actions.handing_in import ready_of
from minben.cases.applications import offered
from minben.cases.applications.matter import Matter
from minben.cases.intake import Submitted
from minben.catalog import answers as rules
from minben.catalog.forms import Kind, Question
from minben.foundation.access.web import actor_of, claim_case
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.translated import localized
from minben.parties.queries import phone_region
from minben.portal.forms.apply import QuestionForm
from minben.portal.presenters import applications
from minben.portal.presenters.applications import Application

from . import wizard
from .sent import confirmation
from .way import Way


def question(request: HttpRequest, way: Way, token: str, key: str) -> HttpResponse:
    """One question. Whatever was right is kept before anything is refused."""
    held, made = _load(request, way, token)
    if elsewhere := _elsewhere(way, held):
        return redirect(elsewhere)
    asked = made.question(key)
    form = _form(request, asked, held)
    if request.method == "GET":
        return _page(request, way, made, asked, held, form)
    wrong = ""
    if asked.kind == Kind.FILE:
        held, wrong = wizard.keep_files(request, held, key)
        if "remove" in request.POST:
            return redirect(way.question(token, key))
        wrong = wrong or _missing(asked, held)
    elif not form.is_valid():
        return _page(request, way, made, asked, held, form)
    if wrong:
        return _page(request, way, made, asked, held, form, wrong=wrong)
    given = {} if asked.kind == Kind.FILE else {key: form.cleaned_data["answer"]}
    held = draft.save(actor_of(request), token, {"answers": given, "done": {key: True}})
    return _onward(way, held, made)


def check(request: HttpRequest, way: Way, token: str) -> HttpResponse:
    """Everything once more, the declarations, and the sending."""
    held, made = _load(request, way, token)
    if elsewhere := _elsewhere(way, held):
        return redirect(elsewhere)
    if _first_open(held, made):
        return _onward(way, held, made)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            sent = _send(request, made, held)
        except Invalid as problem:
            problems = _said(made, problem)
        else:
            if sent is None:
                return redirect(way.waiting(token))
            claim_case(request, sent.case_id)
            return redirect(way.done(token))
    context = {
        "held": held,
        "made": made,
        "rows": applications.rows(made, held, way.question),
        "promises": [
            (q, q.key in request.POST, dict(problems).get(f"id_{q.key}", "")) for q in made.promises
        ],
        "errors": problems,
    }
    return render(request, "portal/apply/check.html", context, status=422 if problems else 200)


def done(request: HttpRequest, way: Way, token: str) -> HttpResponse:
    held = _held(request, way, token)
    return confirmation(request, held.case) if held.case else redirect(way.check(token))


def _elsewhere(way: Way, held: Held) -> str:
    """Where a form is that is not filled in any more: sent, or checked and waiting; "" for one that is."""
    if held.case is not None:
        return way.done(held.token)
    return way.waiting(held.token) if ready_of(held) is not None else ""


def _send(request: HttpRequest, made: Application, held: Held) -> Submitted | None:
    """The whole form is judged once more by its own rules, with what was promised on this page.

    None for one that waits for a fee or for others to sign.
    """
    given = applications.complete_answers(made, held)
    given |= {q.key: request.POST.get(q.key, "") for q in made.promises}
    cleaned = rules.clean(made.questions, given, region=phone_region())
    try:
        return handing_in.hand_in(actor_of(request), held.token, made.matter, cleaned)
    except Conflict as problem:
        raise Invalid(problem.message) from problem


def _said(made: Application, problem: Invalid) -> list[tuple[str, str]]:
    """Promises are on the page itself; what is wrong with another answer is named with its question."""
    promised = {q.key for q in made.promises}
    labels = {q.key: str(localized(q.label)) for q in made.questions}
    found = [
        (f"id_{name}", str(text)) if name in promised else ("", f"{labels.get(name, name)}: {text}")
        for name, text in problem.fields.items()
    ]
    return found or [("", str(problem.message))]


def _held(request: HttpRequest, way: Way, token: str) -> Held:
    held = draft.load(actor_of(request), token)
    if held.form != way.form:
        raise Missing(_("There is no such form here. It was given up, or not touched for 30 days."))
    return held


def begin(request: HttpRequest, matter: Matter) -> HttpResponse:
    """A form that is begun, and its first question."""
    data: dict[str, Any] = {"answers": {}, "done": {}}
    if matter.event is not None:
        data[offered.CHOSEN] = matter.chosen
    held = draft.begin(actor_of(request), matter.form, data)
    return _onward(Way(held.form), held, Application(matter))


def _load(request: HttpRequest, way: Way, token: str) -> tuple[Held, Application]:
    """The draft and the guide as it is published now: answers stay when a new version comes in between."""
    held = _held(request, way, token)
    return held, Application(offered.of_form(held.form, held.data))


def _form(request: HttpRequest, asked: Question, held: Held) -> QuestionForm:
    data = request.POST if request.method == "POST" else None
    initial = wizard.answers_of(held).get(asked.key) or _known(request, asked)
    if asked.kind == Kind.DATE and initial:
        initial = dt.date.fromisoformat(str(initial))
    return QuestionForm(asked, data, initial=initial, region=phone_region())


def _known(request: HttpRequest, asked: Question) -> str:
    """What a signed-in person need not type again (WCAG 3.3.7)."""
    user = request.user
    if actor_of(request).account_id is None or not user.is_authenticated:
        return ""
    facts = {"party.name": user.name, "party.phone": user.phone, "party.email": user.email}
    return facts.get(asked.fills) or ""


def _missing(asked: Question, held: Held) -> str:
    if not asked.required or wizard.files_of(held, asked.key):
        return ""
    return str(_("Add a file."))


def _first_open(held: Held, made: Application) -> str:
    return wizard.first_open(held, [q.key for q in made.asked(wizard.answers_of(held))])


def _onward(way: Way, held: Held, made: Application) -> HttpResponse:
    key = _first_open(held, made)
    return redirect(way.question(held.token, key) if key else way.check(held.token))


def _page(
    request: HttpRequest,
    way: Way,
    made: Application,
    asked: Question,
    held: Held,
    form: QuestionForm,
    *,
    wrong: str = "",
) -> HttpResponse:
    keys = [q.key for q in made.asked(wizard.answers_of(held))]
    at = keys.index(asked.key) if asked.key in keys else 0
    bound = form.is_bound and asked.kind != Kind.FILE
    said = wizard.errors(form) if bound else [("files", wrong)] if wrong else []
    context: dict[str, Any] = {
        "held": held,
        "made": made,
        "asked": asked,
        "form": form,
        "is_file": asked.kind == Kind.FILE,
        "fetched": made.matter.fetched(asked),
        "optional": not asked.required,
        "files": wizard.files_of(held, asked.key),
        "file_error": wrong,
        "errors": said,
        "back": way.question(held.token, keys[at - 1]) if at else way.start,
        "here": at + 1,
        "total": len(keys),
    }
    return render(request, "portal/apply/question.html", context, status=422 if said else 200)
