"""Applying for a service: the guide's own questions, one a page, bound to the version that was published."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases.actions import draft
from minben.cases.actions.draft import FILES, Held
from minben.cases.intake import Submitted
from minben.catalog import answers as rules
from minben.catalog import queries as catalogue
from minben.catalog.forms import Kind, Question
from minben.foundation.access.web import actor_of, claim_case, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.translated import localized
from minben.portal.forms.apply import QuestionForm
from minben.portal.presenters import applications
from minben.portal.presenters.applications import Application

from . import wizard
from .sent import confirmation

BOTH = ["GET", "POST"]


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What is needed, how long it takes and what it costs, before the first question."""
    guide = catalogue.service(slug)
    made = applications.application(guide.version)
    if request.method == "POST":
        held = draft.begin(actor_of(request), applications.form_of(slug), {"answers": {}, "done": {}})
        return redirect("portal:apply_question", slug, held.token, made.asked({})[0].key)
    materials = list(made.materials.values())
    fetched = [m for m in materials if m.source == applications.FROM_GOVERNMENT]
    context = {
        "version": guide.version,
        "fetched": fetched,
        "bring": [m for m in materials if m not in fetched],
    }
    return render(request, "portal/apply/start.html", context)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def question(request: HttpRequest, slug: str, token: str, key: str) -> HttpResponse:
    """One question. Whatever was right is kept before anything is refused."""
    held, made = _load(request, slug, token)
    if held.case is not None:
        return redirect("portal:apply_done", slug, token)
    asked = made.question(key)
    form = _form(request, asked, held)
    if request.method == "GET":
        return _page(request, made, asked, held, form)
    wrong = ""
    if asked.kind == Kind.FILE:
        held, wrong = wizard.keep_files(request, held, key)
        if "remove" in request.POST:
            return redirect("portal:apply_question", slug, token, key)
        wrong = wrong or _missing(made, asked, held)
    elif not form.is_valid():
        return _page(request, made, asked, held, form)
    if wrong:
        return _page(request, made, asked, held, form, wrong=wrong)
    given = {} if asked.kind == Kind.FILE else {key: form.cleaned_data["answer"]}
    held = draft.save(actor_of(request), token, {"answers": given, "done": {key: True}})
    return _onward(slug, held, made)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def check(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Everything once more, the declarations, and the sending."""
    held, made = _load(request, slug, token)
    if held.case is not None:
        return redirect("portal:apply_done", slug, token)
    if _first_open(held, made):
        return _onward(slug, held, made)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            sent = _send(request, made, held)
        except Invalid as problem:
            problems = _said(made, problem)
        else:
            claim_case(request, sent.case_id)
            return redirect("portal:apply_done", slug, token)
    context = {
        "held": held,
        "made": made,
        "version": made.version,
        "rows": applications.rows(made, held),
        "promises": [
            (q, q.key in request.POST, dict(problems).get(f"id_{q.key}", "")) for q in made.promises
        ],
        "errors": problems,
    }
    return render(request, "portal/apply/check.html", context, status=422 if problems else 200)


@never_cache
@require_safe
@guarded("case.submit")
def done(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    held = _held(request, slug, token)
    return confirmation(request, held.case) if held.case else redirect("portal:apply_check", slug, token)


def _send(request: HttpRequest, made: Application, held: Held) -> Submitted:
    """The whole form is judged once more by its own rules, with what was promised on this page."""
    actor, region = actor_of(request), wizard.phone_region()
    given = applications.complete_answers(made, held)
    given |= {q.key: request.POST.get(q.key, "") for q in made.promises}
    questions = [_lenient(made, q) for q in made.questions]
    cleaned = rules.clean(questions, given)
    try:
        return draft.send(
            actor,
            held.token,
            lambda data: applications.build(actor, made, cleaned, data.get(FILES, []), region),
        )
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


def _lenient(made: Application, asked: Question) -> Question:
    """A material that government fetches itself is never demanded."""
    return dataclasses.replace(asked, required=False) if made.fetched(asked) else asked


def _held(request: HttpRequest, slug: str, token: str) -> Held:
    held = draft.load(actor_of(request), token)
    if applications.slug_of(held) != slug:
        raise Missing(_("There is no such form here. It was given up, or not touched for 30 days."))
    return held


def _load(request: HttpRequest, slug: str, token: str) -> tuple[Held, Application]:
    """The draft and the guide as it is published now: answers stay when a new version comes in between."""
    held = _held(request, slug, token)
    return held, applications.application(catalogue.service(slug).version)


def _form(request: HttpRequest, asked: Question, held: Held) -> QuestionForm:
    data = request.POST if request.method == "POST" else None
    initial = wizard.answers_of(held).get(asked.key) or _known(request, asked)
    if asked.kind == Kind.DATE and initial:
        initial = dt.date.fromisoformat(str(initial))
    return QuestionForm(asked, data, initial=initial, region=wizard.phone_region())


def _known(request: HttpRequest, asked: Question) -> str:
    """What a signed-in person need not type again (WCAG 3.3.7)."""
    user = request.user
    if actor_of(request).account_id is None or not user.is_authenticated:
        return ""
    facts = {"party.name": user.name, "party.phone": user.phone, "party.email": user.email}
    return facts.get(asked.fills) or ""


def _missing(made: Application, asked: Question, held: Held) -> str:
    if not asked.required or made.fetched(asked) or wizard.files_of(held, asked.key):
        return ""
    return str(_("Add a file."))


def _first_open(held: Held, made: Application) -> str:
    return wizard.first_open(held, [q.key for q in made.asked(wizard.answers_of(held))])


def _onward(slug: str, held: Held, made: Application) -> HttpResponse:
    key = _first_open(held, made)
    if key:
        return redirect("portal:apply_question", slug, held.token, key)
    return redirect("portal:apply_check", slug, held.token)


def _page(
    request: HttpRequest,
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
        "version": made.version,
        "asked": asked,
        "form": form,
        "is_file": asked.kind == Kind.FILE,
        "fetched": made.fetched(asked),
        "optional": not asked.required or bool(made.fetched(asked)),
        "files": wizard.files_of(held, asked.key),
        "file_error": wrong,
        "errors": said,
        "back": keys[at - 1] if at else "",
        "here": at + 1,
        "total": len(keys),
    }
    return render(request, "portal/apply/question.html", context, status=422 if said else 200)
