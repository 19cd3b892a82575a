"""Asking, complaining, suggesting, reporting: one question a page, checked before it is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases.actions import draft
from minben.cases.actions.draft import Held
from minben.cases.models import Kind
from minben.config.forms import Form
from minben.foundation.access.web import actor_of, claim_case, guarded
from minben.foundation.records.errors import Invalid, Missing
from minben.parties.queries import phone_region
from minben.portal.forms import ask as asked
from minben.portal.presenters import requests

from . import wizard
from .sent import confirmation

BOTH = ["GET", "POST"]
FORM = "ask"


class KindForm(Form):
    kind = forms.ChoiceField(
        label=_("What would you like to do?"), choices=[(v, t) for v, t, _h in asked.KINDS]
    )
    service = forms.SlugField(required=False, max_length=80)


FORMS: dict[str, type[Form]] = {
    "kind": KindForm,
    "subject": asked.Subject,
    "details": asked.Details,
    "privacy": asked.Privacy,
    "you": asked.Contact,
}


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def start(request: HttpRequest) -> HttpResponse:
    """The first question. A draft is made with its answer, not before."""
    if request.method == "GET":
        wanted = {"kind": request.GET.get("kind", ""), "service": request.GET.get("service", "")[:80]}
        return _page(request, "kind", KindForm(initial=wanted), None)
    form = KindForm(request.POST)
    if not form.is_valid():
        return _page(request, "kind", form, None)
    data = {"answers": form.cleaned_data, "done": {"kind": True}}
    held = draft.begin(actor_of(request), FORM, data)
    return redirect("portal:ask_step", held.token, "subject")


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def step(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """One page. Whatever was right is kept before anything is refused."""
    held = _load(request, token)
    if held.case is not None:
        return redirect("portal:ask_done", token)
    if name not in FORMS:
        raise Missing(_("This form has no such page."))
    form = _form(request, name, held)
    if request.method == "GET":
        return _page(request, name, form, held)
    held, wrong = wizard.keep_files(request, held) if name == "details" else (held, "")
    if "remove" in request.POST:
        draft.save(actor_of(request), token, {"answers": wizard.typed(form)})
        return redirect("portal:ask_step", token, name)
    if not form.is_valid() or wrong:
        return _page(request, name, form, held, wrong=wrong)
    held = draft.save(actor_of(request), token, {"answers": form.cleaned_data, "done": {name: True}})
    if "upload" in request.POST:
        return redirect("portal:ask_step", token, name)
    following = wizard.first_open(held, requests.steps(wizard.answers_of(held)))
    return redirect("portal:ask_step", token, following) if following else redirect("portal:ask_check", token)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Everything once more with ways to change it; then it is sent, once."""
    held = _load(request, token)
    if held.case is not None:
        return redirect("portal:ask_done", token)
    following = wizard.first_open(held, requests.steps(wizard.answers_of(held)))
    if following:
        return redirect("portal:ask_step", token, following)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        actor, region = actor_of(request), phone_region()
        try:
            sent = draft.send(actor, token, lambda data: requests.build(actor, data, region=region))
        except Invalid as problem:
            problems = [("", str(text)) for text in (problem.fields or {"": problem.message}).values()]
        else:
            claim_case(request, sent.case_id)
            return redirect("portal:ask_done", token)
    rows = requests.rows(held, requests.service_of(held))
    return render(
        request,
        "portal/ask/check.html",
        {"held": held, "rows": rows, "errors": problems},
        status=422 if problems else 200,
    )


@never_cache
@require_http_methods(["GET"])
@guarded("case.submit")
def done(request: HttpRequest, token: str) -> HttpResponse:
    held = _load(request, token)
    if held.case is None:
        return redirect("portal:ask_check", token)
    return confirmation(request, held.case)


def _load(request: HttpRequest, token: str) -> Held:
    held = draft.load(actor_of(request), token)
    if held.form != FORM:
        raise Missing(_("There is no such form here. It was given up, or not touched for 30 days."))
    return held


def _form(request: HttpRequest, name: str, held: Held) -> Form:
    data = request.POST if request.method == "POST" else None
    initial = {**_known(request, name), **wizard.answers_of(held)}
    kind = FORMS[name]
    if kind is asked.Contact:
        return asked.Contact(data, initial=initial, region=phone_region())
    return kind(data, initial=initial)


def _known(request: HttpRequest, name: str) -> dict[str, Any]:
    """What a signed-in person need not type again (WCAG 3.3.7)."""
    user = request.user
    if name != "you" or actor_of(request).account_id is None or not user.is_authenticated:
        return {}
    return {"name": user.name, "phone": user.phone or "", "email": user.email or ""}


def _page(request: HttpRequest, name: str, form: Form, held: Held | None, *, wrong: str = "") -> HttpResponse:
    wide = wizard.errors(form, ("files", wrong)) if form.is_bound else []
    steps = requests.steps(wizard.answers_of(held)) if held else list(requests.STEPS)
    context: dict[str, Any] = {"form": form, "held": held, "errors": wide, "file_error": wrong, "step": name}
    context["back"] = steps[steps.index(name) - 1] if held and name in steps[1:] else ""
    context["here"], context["total"] = (steps.index(name) + 1 if name in steps else 1), len(steps)
    if name == "kind":
        context |= {"kinds": asked.KINDS, "value": form["kind"].value() or Kind.ENQUIRY.value}
    if name == "privacy":
        context |= {"options": asked.PRIVACY, "value": form["privacy"].value() or ""}
    if name == "details" and held:
        title = wizard.answers_of(held).get("title", "")
        context |= {"files": wizard.files_of(held), "similar": requests.similar(title), "kind": Kind}
    return render(request, f"portal/ask/{name}.html", context, status=422 if wide else 200)
