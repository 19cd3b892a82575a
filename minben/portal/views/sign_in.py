"""Signing in, and up, by a code to an e-mail address or a phone. There is no password to lose."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from minben.config.forms import Form
from minben.foundation.access.actions import accounts, sessions
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.identity.actions.federated import providers_at
from minben.foundation.identity.models import Door
from minben.foundation.records.errors import Invalid, Refused
from minben.parties.queries import phone_region
from minben.portal.presenters.codes import normal, send_code, spend

from . import wizard

PURPOSE = "sign-in"
ADDRESS, NEXT = "sign_in_address", "sign_in_next"


class AddressForm(Form):
    address = forms.CharField(
        label=_("E-mail address or telephone number"),
        max_length=254,
        help_text=_("We send a code of six digits to it. New here? The same way makes your account."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class CodeForm(Form):
    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("site.open")
def start(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        request.session[NEXT] = safe_next(request, request.GET.get("next", ""))
        if actor_of(request).account_id is not None:
            return redirect(request.session.pop(NEXT))
        return _first_page(request, AddressForm())
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            address = normal(form.cleaned_data["address"], region=phone_region())
            send_code(request, PURPOSE, address, language=get_language() or "zh-hant")
        except (Invalid, Refused) as problem:
            form.add_problem(problem)
        else:
            request.session[ADDRESS] = address
            return redirect("portal:sign_in_code")
    return _first_page(request, form)


def _first_page(request: HttpRequest, form: Form) -> HttpResponse:
    return _page(request, "portal/account/sign_in.html", form, providers=providers_at(Door.PUBLIC))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("site.open")
def code(request: HttpRequest) -> HttpResponse:
    """The code proves the address; the session is new afterwards and goes on where it was needed."""
    address = request.session.get(ADDRESS, "")
    if not address:
        return redirect("portal:sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            spend(PURPOSE, address, form.cleaned_data["code"])
            account = accounts.public_account_for(address)
            goal = request.session.get(NEXT) or reverse("portal:account")
            sessions.sign_in_public(request, account)
        except (Invalid, Refused) as problem:
            form.add_problem(problem)
        else:
            request.session.pop(ADDRESS, None)
            request.session.pop(NEXT, None)
            return redirect(goal)
    return _page(request, "portal/account/code.html", form, address=address)


@require_POST
@guarded("site.open")
def leave(request: HttpRequest) -> HttpResponse:
    sessions.sign_out(request)
    return redirect("portal:home")


def safe_next(request: HttpRequest, wanted: str) -> str:
    """Where to go afterwards: only addresses of this site."""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and safe else reverse("portal:account")


def _page(request: HttpRequest, template: str, form: Form, **more: object) -> HttpResponse:
    said = wizard.errors(form) if form.is_bound else []
    context = {"form": form, "errors": said, "outbox": settings.PRACTICE, **more}
    return render(request, template, context, status=422 if said else 200)
