"""Sending a form that was filled in for somebody: read back, declared, waited for, told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases.actions import assist, handing_in, signing
from minben.cases.actions.assist import Helped
from minben.cases.actions.draft import answer_of
from minben.cases.applications.matter import roles_of
from minben.catalog.forms import Kind
from minben.config.forms import errors_of
from minben.config.signers import SignersForm
from minben.desk.presenters.assist import summary
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid
from minben.parties.queries import profile

from .assist import BOTH, elsewhere_of, party_of
from .fees import ReasonForm
from .plain import Asked, plain_form


@never_cache
@require_http_methods(BOTH)
@guarded("case.assist")
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Everything once more to read to the person, what they declare, and the sending."""
    helped = assist.opened(actor_of(request), token)
    if elsewhere := elsewhere_of(helped):
        return HttpResponseRedirect(elsewhere)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return _sent(request, helped)
        except Invalid as problem:
            errors = _said(helped, problem)
    if not errors and not _right(helped):
        return HttpResponseRedirect(reverse("desk:assist", args=[token]) + "?wrong=1")
    trail.saw(actor_of(request), "desk.assist", kind="party", ids=[party_of(helped)])
    wrong = dict(errors)
    promises = [(q, q.key in request.POST, wrong.get(f"id_{q.key}", "")) for q in _promises(helped)]
    context = {**_seen(helped), "sections": summary(helped), "promises": promises, "errors": errors}
    return render(request, "desk/assist/check.html", context, status=422 if errors else 200)


def _sent(request: HttpRequest, helped: Helped) -> HttpResponse:
    promised = {q.key: request.POST.get(q.key, "") for q in _promises(helped)}
    token = helped.held.token
    sent = assist.hand_in(actor_of(request), token, promised)
    name = "desk:assist_done" if sent else "desk:assist_waiting"
    return HttpResponseRedirect(reverse(name, args=[token]))


def _right(helped: Helped) -> bool:
    try:
        assist.checked(helped)
    except Invalid:
        return False
    return True


def _promises(helped: Helped) -> list[Any]:
    return [q for q in helped.questions if q.kind == Kind.PROMISE]


def _said(helped: Helped, problem: Invalid) -> list[tuple[str, str]]:
    named = {name.removeprefix("answers."): str(text) for name, text in problem.fields.items()}
    return [(f"id_{key}", text) for key, text in named.items()] or [("", str(problem.message))]


def _seen(helped: Helped) -> dict[str, Any]:
    return {"helped": helped, "held": helped.held, "who": profile(party_of(helped))}


@never_cache
@require_http_methods(BOTH)
@guarded("case.assist")
def waiting(request: HttpRequest, token: str) -> HttpResponse:
    """What a checked form still waits for: those who must sign, the fee; and the person's own link to it."""
    actor = actor_of(request)
    helped = assist.opened(actor, token)
    if helped.held.case is not None or handing_in.ready_of(helped.held) is None:
        return HttpResponseRedirect(elsewhere_of(helped) or reverse("desk:assist_check", args=[token]))
    standing = handing_in.standing(helped.held)
    roles = [] if standing.signatures else roles_of(helped.matter.versions)
    form = SignersForm(request.POST if request.POST.get("press") == "sign" else None, roles=roles)
    if request.method == "POST" and (done := _pressed(request, token, form)):
        return done
    trail.saw(actor, "desk.assist", kind="party", ids=[party_of(helped)])
    context = {
        **_seen(helped),
        "standing": standing,
        "roles": form.shown(),
        "errors": errors_of(form) if form.is_bound else [],
        "link": signing.waiting_link(helped.held, helped.way.language),
        "may_waive": standing.unpaid and allowed(actor, "case.waive_before", assist.row_of(helped.held)),
    }
    return render(request, "desk/assist/waiting.html", context, status=422 if form.errors else 200)


def _pressed(request: HttpRequest, token: str, form: SignersForm) -> HttpResponse | None:
    actor, here = actor_of(request), HttpResponseRedirect(reverse("desk:assist_waiting", args=[token]))
    press = request.POST.get("press")
    if press == "change":
        assist.change_again(actor, token)
        return HttpResponseRedirect(reverse("desk:assist", args=[token]))
    if press == "tell":
        told = assist.tell(actor, token)
        say = _("The link was sent to the person.") if told else _("It could not be sent; see the outbox.")
        (messages.success if told else messages.warning)(request, say)
        return here
    if press == "sign" and form.is_valid():
        try:
            signing.ask(actor, token, form.named(), now=timezone.now())
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
            return None
        messages.success(request, _("Each one has been sent a link."))
        return here
    return None if press == "sign" else here


@never_cache
@require_http_methods(BOTH)
@guarded("case.assist")
def waive(request: HttpRequest, token: str) -> HttpResponse:
    """The person need not pay, with a reason; by an officer of the service's department."""
    actor = actor_of(request)
    helped = assist.opened(actor, token)
    require(actor, "case.waive_before", assist.row_of(helped.held))
    form, back = ReasonForm(request.POST or None), reverse("desk:assist_waiting", args=[token])
    if request.method == "POST" and form.is_valid():
        try:
            assist.waive_before(actor, token, reason=form.cleaned_data["reason"])
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The fee need not be paid."))
            return HttpResponseRedirect(back)
    lead = _("The person need not pay, and the application goes in when nothing else is awaited.")
    asked = Asked(_("Waive the fee"), _("Waive the fee"), back, _("Back to the form"), lead=lead)
    return plain_form(request, form, asked)


@never_cache
@require_safe
@guarded("case.assist")
def done(request: HttpRequest, token: str) -> HttpResponse:
    """What is read out or printed for the person: number, code, date. The code only for who sent it."""
    actor = actor_of(request)
    helped = assist.opened(actor, token)
    case = helped.held.case
    if case is None:
        return HttpResponseRedirect(elsewhere_of(helped) or reverse("desk:assist", args=[token]))
    own = case.taken_by is not None and case.taken_by == actor.staff_id
    context = {**_seen(helped), "case": case, "sent": answer_of(case) if own else None}
    return render(request, "desk/assist/done.html", context)
