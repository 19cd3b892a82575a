"""A fee: what is owed, the way to the provider and back, the receipt; and the provider's call-back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from minben.cases.actions import handing_in
from minben.cases.models import Case, Draft
from minben.config.forms import errors_of
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.payments import actions, queries
from minben.payments.models import Attempt, Payment
from minben.payments.providers import sandbox
from minben.portal.forms.paying import ExemptionForm

from .way import Way

PRESSES = {"paid", "declined"}


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("payment.pay")
def payment(request: HttpRequest, token: str) -> HttpResponse:
    """What is to be paid and how it stands; paid, it is the receipt. Pressing leads to the provider's page."""
    found = queries.by_token(token)
    if request.method == "POST":
        here = request.build_absolute_uri(reverse("portal:pay", args=[token]))
        try:
            begun = actions.begin(token, back=here, language=get_language() or "zh-hant", now=timezone.now())
        except Conflict as problem:
            messages.error(request, str(problem.message))
            return redirect("portal:pay", token)
        return HttpResponseRedirect(begun.address)
    return _page(request, found)


def _page(request: HttpRequest, found: Payment) -> HttpResponse:
    last = queries.last_attempt(found)
    if found.due and last is not None and last.state == Attempt.State.STARTED:
        last = actions.look(last, timezone.now())
        found.refresh_from_db()
    context = {"payment": found, "attempt": last, "onward": onward(found), "case": _case(found)}
    return render(request, "portal/pay/payment.html", context)


def onward(found: Payment) -> str:
    """Where what was waiting for the money goes on."""
    if found.draft_id is not None:
        draft = Draft.objects.filter(pk=found.draft_id).first()
        return _waiting(draft) if draft else ""
    case = _case(found)
    if case is None:
        return ""
    draft = Draft.objects.filter(sent_case=case).first()
    return _waiting(draft) if draft else reverse("portal:case", args=[case.track_token])


def _waiting(draft: Draft) -> str:
    return Way(draft.form).waiting(draft.token)


def _case(found: Payment) -> Case | None:
    if found.case_id is None:
        return None
    return Case.objects.select_related("jurisdiction", "department").filter(pk=found.case_id).first()


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("payment.pay")
def exemption(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody says why they need not pay; the application goes on and an officer decides."""
    found = queries.by_token(token)
    form = ExemptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_exemption(actor_of(request), token, why=form.cleaned_data["why"])
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            if asked.draft_id is not None:
                handing_in.go_on(asked.draft_id)
            messages.success(request, _("Noted. An officer decides whether you need to pay."))
            return HttpResponseRedirect(onward(asked) or reverse("portal:pay", args=[token]))
    context = {"payment": found, "form": form, "errors": errors_of(form) if form.is_bound else []}
    return render(request, "portal/pay/exemption.html", context, status=422 if form.errors else 200)


@csrf_exempt
@require_POST
@guarded("payment.hear")
def heard(request: HttpRequest, provider: str) -> HttpResponse:
    """A provider tells what became of an order. Its signature is its proof; the same call twice changes nothing."""
    attempt = actions.hear(provider, request.body, request.headers, timezone.now())
    wrong = attempt.state == Attempt.State.WRONG
    return HttpResponse(attempt.state, content_type="text/plain", status=409 if wrong else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("payment.pay")
def practice(request: HttpRequest, reference: str) -> HttpResponse:
    """The practice provider's own page: pay, decline, wait, or pay and close the window. No money moves."""
    if settings.PAYMENT_PROVIDER != "sandbox":
        raise Missing(_("There is no such page."))
    order = sandbox.order_of(reference)
    press = request.POST.get("press", "")
    if request.method == "POST" and press in {*PRESSES, "closed"}:
        order, body = sandbox.decide(reference, "paid" if press == "closed" else press)
        signed = {sandbox.SIGNATURE: sandbox.signature(body)}
        actions.hear("sandbox", body, signed, timezone.now())
        if press != "closed":
            return HttpResponseRedirect(order.back)
    context = {"order": order, "closed": press == "closed"}
    return render(request, "portal/pay/practice.html", context)
