"""Filling in a form for somebody at a counter or on the telephone: choosing the service, and the form on one page."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from minben.cases.actions import assist
from minben.cases.actions.assist import Helped
from minben.cases.actions.handing_in import ready_of
from minben.cases.applications import helped as helping
from minben.cases.applications.matter import Matter
from minben.cases.applications.offered import of_service
from minben.catalog import queries as catalogue
from minben.catalog.queries.bundles import bundle as bundle_of
from minben.config.forms import Form, errors_of
from minben.config.guiding import begun, guide
from minben.desk.forms.assist import AnswersForm, ChannelForm, summary_of
from minben.desk.presenters.assist import sections
from minben.foundation.access.policies import require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.files.actions import store
from minben.foundation.records.errors import Conflict, Invalid
from minben.parties.queries import profile

from .plain import Asked, plain_form

BOTH = ["GET", "POST"]


@never_cache
@require_http_methods(BOTH)
@guarded("case.assist")
def choose(request: HttpRequest, party_id: uuid.UUID) -> HttpResponse:
    """Which service or life event: looked for, or asked for often. Choosing a service begins its form."""
    actor = actor_of(request)
    require(actor, "party.read", party_id)
    channel = ChannelForm(request.POST or None, initial=_how(request))
    if request.method == "POST" and channel.is_valid():
        matter = of_service(catalogue.form_of(request.POST.get("service", "")))
        return _begin(request, party_id, matter, channel)
    text, who = request.GET.get("q", ""), profile(party_id)
    trail.saw(actor, "desk.assist", kind="party", ids=[party_id])
    context = {
        "who": who,
        "q": text,
        "found": helping.choices_for(actor, text, get_language() or "zh-hant"),
        "begun": helping.begun_for(actor, who.ids),
        "channel": channel,
        "how": urlencode(_how(request)),
        "errors": errors_of(channel) if channel.is_bound else [],
    }
    return render(request, "desk/assist/choose.html", context, status=422 if channel.errors else 200)


@never_cache
@require_http_methods(BOTH)
@guarded("case.assist")
def together(request: HttpRequest, party_id: uuid.UUID, slug: str) -> HttpResponse:
    """A life event: the few questions that find what applies to the person, and its one form."""
    actor, bundle = actor_of(request), bundle_of(slug)
    require(actor, "party.read", party_id)
    require(actor, "case.assist", bundle.event)
    made = guide(bundle, request.POST or None, now=timezone.now())
    start = request.POST if "start" in request.POST else None
    channel = ChannelForm(start, initial=_how(request))
    if (matter := begun(made, request.POST)) and channel.is_valid():
        return _begin(request, party_id, matter, channel)
    trail.saw(actor, "desk.assist", kind="party", ids=[party_id])
    errors = [*errors_of(made.form), *errors_of(channel)] if request.method == "POST" else []
    context = {
        "who": profile(party_id),
        "guide": made,
        "bundle": bundle,
        "channel": channel,
        "how": urlencode(_how(request)),
        "errors": errors,
    }
    return render(request, "desk/assist/together.html", context, status=422 if errors else 200)


def _how(request: HttpRequest) -> dict[str, str]:
    """How the person is here, as the page before said."""
    channel = "phone" if request.GET.get("channel") == "phone" else "counter"
    return {"channel": channel, "call": request.GET.get("call", "")[:80]}


def _begin(request: HttpRequest, party_id: uuid.UUID, matter: Matter, how: ChannelForm) -> HttpResponse:
    given, language = how.cleaned_data, get_language() or ""
    held = assist.begin(
        actor_of(request),
        party_id,
        matter,
        channel=given["channel"],
        external_id=given["call"],
        language=language,
    )
    return HttpResponseRedirect(reverse("desk:assist", args=[held.token]))


@never_cache
@require_http_methods(BOTH)
@guarded("case.assist")
def form(request: HttpRequest, token: str) -> HttpResponse:
    """The whole form. Whatever was typed is kept before anything is said about it."""
    helped = assist.opened(actor_of(request), token)
    if elsewhere := elsewhere_of(helped):
        return HttpResponseRedirect(elsewhere)
    if request.method == "POST":
        return _typed(request, helped)
    drawn = AnswersForm(helped)
    wrong = _judged(helped, drawn) if "wrong" in request.GET else {}
    return _page(request, helped, drawn, wrong)


def _typed(request: HttpRequest, helped: Helped) -> HttpResponse:
    actor, token = actor_of(request), helped.held.token
    drawn = AnswersForm(helped, request.POST)
    try:
        assist.write(actor, token, drawn.typed())
        if request.POST.get("remove"):
            assist.take_out(actor, token, request.POST["remove"])
            return HttpResponseRedirect(reverse("desk:assist", args=[token]))
        refused = _take_files(request, helped)
    except Conflict as problem:
        messages.warning(request, str(problem.message))
        return HttpResponseRedirect(reverse("desk:assist", args=[token]))
    helped = assist.opened(actor, token)
    drawn = AnswersForm(helped, request.POST)
    wrong = _judged(helped, drawn) if request.POST.get("press") == "check" else {}
    wrong |= refused
    if wrong or drawn.errors:
        return _page(request, helped, drawn, wrong)
    if request.POST.get("press") == "check":
        return HttpResponseRedirect(reverse("desk:assist_check", args=[token]))
    messages.success(request, _("Kept. It stands on the person’s page until it is sent."))
    return HttpResponseRedirect(reverse("desk:assist", args=[token]))


def _take_files(request: HttpRequest, helped: Helped) -> dict[str, str]:
    """The scans of this request; what was wrong with one, by question. One bad file loses no other."""
    refused: dict[str, str] = {}
    actor = actor_of(request)
    for question in helped.questions:
        taken = []
        for upload in request.FILES.getlist(f"file_{question.key}"):
            try:
                taken.append(store(actor, upload))
            except Invalid as problem:
                refused[question.key] = f"{upload.name}: {problem.fields.get('file') or problem.message}"
        if taken:
            assist.attach(actor, helped.held.token, taken, question=question.key)
    return refused


def _judged(helped: Helped, drawn: AnswersForm) -> dict[str, str]:
    try:
        assist.checked(helped)
    except Invalid as problem:
        return drawn.mark(problem)
    return {}


def _page(request: HttpRequest, helped: Helped, drawn: AnswersForm, wrong: dict[str, str]) -> HttpResponse:
    trail.saw(actor_of(request), "desk.assist", kind="party", ids=[party_of(helped)])
    errors = summary_of(helped, drawn, wrong)
    context: dict[str, Any] = {
        "helped": helped,
        "held": helped.held,
        "who": profile(party_of(helped)),
        "sections": sections(helped, drawn, wrong),
        "errors": errors,
    }
    return render(request, "desk/assist/form.html", context, status=422 if errors else 200)


@require_POST
@guarded("case.assist")
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """Autosave: the script posts here while somebody types."""
    helped = assist.opened(actor_of(request), token)
    try:
        assist.write(actor_of(request), token, AnswersForm(helped, request.POST).typed())
    except Conflict:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@never_cache
@require_http_methods(BOTH)
@guarded("case.assist")
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    """Delete a form that was begun, after asking."""
    helped = assist.opened(actor_of(request), token)
    back = reverse("desk:party", args=[party_of(helped)])
    if request.method == "POST":
        assist.give_up(actor_of(request), token)
        messages.success(request, _("The form is deleted."))
        return HttpResponseRedirect(back)
    title = _("Delete this form?")
    lead = _("What was written and every scan in it are gone. What was paid goes back.")
    asked = Asked(title, _("Delete the form"), back, _("Back to the person"), lead=lead, grave=True)
    return plain_form(request, Form(), asked)


def elsewhere_of(helped: Helped) -> str:
    """Where a form is that is not filled in any more: sent, or checked and waiting."""
    if helped.held.case is not None:
        return reverse("desk:assist_done", args=[helped.held.token])
    if ready_of(helped.held) is not None:
        return reverse("desk:assist_waiting", args=[helped.held.token])
    return ""


def party_of(helped: Helped) -> uuid.UUID:
    assert helped.held.party_id is not None
    return helped.held.party_id
