"""In and out: password, second step, the practice city's shortcut."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from minben.agencies.queries import practice_log_ins
from minben.config.forms import Form
from minben.desk.forms.door import CodeForm, SignInForm
from minben.desk.presenters.door import qr_image
from minben.foundation.access.actions import sessions, staff
from minben.foundation.access.models import Account
from minben.foundation.access.web import guarded
from minben.foundation.identity.actions import ways
from minben.foundation.identity.actions.federated import providers_at
from minben.foundation.identity.actions.passkeys import passkeys_of
from minben.foundation.identity.models import Door
from minben.foundation.records.errors import Invalid, Missing, Refused

RECOVERY = "fresh_recovery_codes"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@guarded("site.open")
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password. A wrong pair never says which of the two was wrong."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            step = staff.begin(request, form.cleaned_data["email"], form.cleaned_data["password"])
        except (Invalid, Refused) as problem:
            form.add_problem(problem)
        else:
            return _next_step(request, step)
    offered = {
        "log_ins": practice_log_ins() if settings.PRACTICE else [],
        "providers": providers_at(Door.STAFF),
    }
    return _door(request, "desk/sign_in.html", form, **offered)


def _next_step(request: HttpRequest, step: staff.Step) -> HttpResponse:
    if step == staff.Step.DONE:
        return HttpResponseRedirect(next_address(request))
    return HttpResponseRedirect(f"{reverse('desk:code')}?{urlencode({'next': next_address(request)})}")


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("site.open")
def code(request: HttpRequest) -> HttpResponse:
    """The second step; at the first sign-in the authenticator is paired here."""
    try:
        account = staff.pending(request)
    except Refused as problem:
        messages.warning(request, str(problem.message))
        return HttpResponseRedirect(reverse("desk:sign_in"))
    pairing = staff.needs_pairing(account)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _admitted(request, form, pairing)
        except (Invalid, Refused) as problem:
            form.add_problem(problem)
    return _code_page(request, form, pairing)


def _admitted(request: HttpRequest, form: Form, pairing: bool) -> HttpResponse:
    given = form.cleaned_data["code"]
    if not pairing:
        ways.finish(request, given)
        return HttpResponseRedirect(next_address(request))
    codes = ways.pair(request, given)
    return render(request, "desk/recovery.html", {"codes": codes, "next": next_address(request)})


def _code_page(request: HttpRequest, form: Form, pairing: bool) -> HttpResponse:
    if not pairing:
        return _door(request, "desk/code.html", form, passkeys=passkeys_of(staff.pending(request)))
    secret, address = staff.secret_for(request)
    return _door(request, "desk/pairing.html", form, secret=secret, image=qr_image(address))


@require_POST
@guarded("site.open")
def practice(request: HttpRequest) -> HttpResponse:
    """One click in the practice city. The action refuses it anywhere else."""
    try:
        wanted = uuid.UUID(request.POST.get("account", ""))
    except ValueError as error:
        raise Missing(_("There is no such practice log-in.")) from error
    account = Account.objects.filter(pk=wanted, kind=Account.Kind.STAFF).first()
    if account is None or not settings.PRACTICE:
        raise Missing(_("There is no such practice log-in."))
    sessions.practice_sign_in(request, account)
    return HttpResponseRedirect(next_address(request))


@require_POST
@guarded("site.open")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, and back to the door."""
    sessions.sign_out(request)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect(reverse("desk:sign_in"))


def next_address(request: HttpRequest) -> str:
    """Where the person wanted to go: a page of the desk, nowhere else."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/desk/") else reverse("desk:home")


def _door(request: HttpRequest, template: str, form: Form, **extra: Any) -> HttpResponse:
    context = {"form": form, "next": next_address(request), **extra}
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)
