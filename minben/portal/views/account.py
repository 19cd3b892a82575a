"""The person's own page: what they sent, what they began, what is known of them, and who looked at it."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.cases.actions.draft import drafts_of
from minben.cases.models import Kind
from minben.cases.queries import own_cases
from minben.config.display import COOKIE
from minben.config.forms import Form
from minben.config.views import YEAR
from minben.foundation.access.actor import Actor
from minben.foundation.access.models import Account
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Invalid, Missing, Problem, Refused
from minben.foundation.records.keyset import keyset_page
from minben.parties import actions as parties
from minben.parties.models import Party, Preference
from minben.parties.queries import phone_region
from minben.portal.presenters import account as present
from minben.portal.presenters.codes import normal, send_code, spend
from minben.visits.models import Appointment
from minben.visits.names import service_names
from minben.visits.queries import appointments_of

from . import wizard
from .sign_in import AddressForm, CodeForm

PURPOSE, ADDRESS = "contact", "contact_address"
CONTACT_VERBS = {"prefer": parties.prefer, "end": parties.end_contact}
CHANNELS = [("", _("No preference")), ("mail", _("E-mail")), ("sms", _("Text message"))]
BOTH = ["GET", "POST"]


class DetailsForm(Form):
    name = forms.CharField(label=_("Your name"), max_length=100, required=False)
    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES)
    channel = forms.ChoiceField(
        label=_("How should we write to you?"), choices=CHANNELS, required=False, widget=forms.RadioSelect
    )
    large_print = forms.BooleanField(
        label=_("Large print"), required=False, help_text=_("Letters and this site in large type.")
    )


def _account(request: HttpRequest) -> Account:
    return cast(Account, request.user)


def _own_party(request: HttpRequest) -> tuple[Actor, Party]:
    """The party of the account, and the actor who may change it (it may have been made just now)."""
    actor = actor_of(request)
    party = parties.party_of_account(actor, _account(request))
    return dataclasses.replace(actor, party_ids=tuple({*actor.party_ids, party.id})), party


@never_cache
@require_safe
@guarded("account.own")
def home(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    page = keyset_page(own_cases(actor), order=("-id",), cursor=request.GET.get("cursor", ""), size=20)
    context = {"cases": page, "drafts": drafts_of(actor), "account": _account(request), "kinds": Kind}
    context["appointments"] = _appointments(actor)
    return render(request, "portal/account/home.html", context)


def _appointments(actor: Actor) -> list[tuple[Appointment, str]]:
    """Those to come, with what each is called."""
    found = appointments_of(actor, timezone.now())
    names = service_names([one.service_id for one in found])
    return [(one, names[one.service_id]) for one in found]


@never_cache
@require_http_methods(BOTH)
@guarded("account.own")
def details(request: HttpRequest) -> HttpResponse:
    actor, party = _own_party(request)
    kept = Preference.objects.filter(party=party, name="large_print").values_list("value", flat=True).first()
    initial = {
        "name": party.name or _account(request).name,
        "language": party.language or _account(request).language,
        "channel": party.channel,
        "large_print": bool(kept),
    }
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            _keep(actor, party, _account(request), form.cleaned_data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, str(_("Saved.")))
            return _with_print(redirect("portal:account_details"), request, form.cleaned_data["large_print"])
    said = wizard.errors(form) if form.is_bound else []
    context = {"form": form, "errors": said, "contacts": present.contacts((party.id,)), "party": party}
    return render(request, "portal/account/details.html", context, status=422 if said else 200)


def _keep(actor: Actor, party: Party, account: Account, given: dict[str, Any]) -> None:
    name = " ".join(given["name"].split())
    if name and name != party.name:
        parties.amend(actor, party.id, version=party.version, name=name)
    wishes = {"language": given["language"], "channel": given["channel"]}
    parties.set_preferences(actor, party.id, {**wishes, "large_print": given["large_print"] or None})
    Account.objects.filter(id=account.id).update(name=name[:120], language=given["language"])


def _with_print(response: HttpResponse, request: HttpRequest, large: bool) -> HttpResponse:
    """The wish for large print is worn at once by this browser."""
    others = [name for name in request.COOKIES.get(COOKIE, "").split(".") if name and name != "large-print"]
    value = ".".join([*others, *(["large-print"] if large else [])])
    response.set_cookie(
        COOKIE, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )
    return response


@never_cache
@require_http_methods(BOTH)
@guarded("account.own")
def add_contact(request: HttpRequest) -> HttpResponse:
    """A new phone or e-mail counts once its code came back."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    form.fields["address"].help_text = _("We send a code of six digits to it, to see that it is yours.")
    if form.is_bound and form.is_valid():
        try:
            address = normal(form.cleaned_data["address"], region=phone_region())
            send_code(request, PURPOSE, address, language=get_language() or "zh-hant")
        except (Invalid, Refused) as problem:
            form.add_problem(problem)
        else:
            request.session[ADDRESS] = address
            return redirect("portal:contact_code")
    said = wizard.errors(form) if form.is_bound else []
    return render(
        request,
        "portal/account/add_contact.html",
        {"form": form, "errors": said},
        status=422 if said else 200,
    )


@never_cache
@require_http_methods(BOTH)
@guarded("account.own")
def prove_contact(request: HttpRequest) -> HttpResponse:
    address = request.session.get(ADDRESS, "")
    if not address:
        return redirect("portal:contact_add")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            spend(PURPOSE, address, form.cleaned_data["code"])
        except Invalid as problem:
            form.add_problem(problem)
        else:
            _proved(request, address)
            return redirect("portal:account_details")
    said = wizard.errors(form) if form.is_bound else []
    context = {"form": form, "errors": said, "address": address, "outbox": settings.PRACTICE}
    return render(request, "portal/account/code.html", context, status=422 if said else 200)


def _proved(request: HttpRequest, address: str) -> None:
    actor, party = _own_party(request)
    kind = "email" if "@" in address else "phone"
    point = parties.add_contact_point(actor, party.id, kind=kind, value=address, source="web", verified=True)
    parties.verify_contact(actor, point.id)
    del request.session[ADDRESS]


@require_POST
@guarded("account.own")
def contact(request: HttpRequest, contact_id: uuid.UUID, verb: str) -> HttpResponse:
    """Use this one first, or not any more. The action refuses another person's."""
    if verb in CONTACT_VERBS:
        actor, _party = _own_party(request)
        try:
            CONTACT_VERBS[verb](actor, contact_id)
        except Refused as problem:
            raise Missing(problem.message) from problem
    return redirect("portal:account_details")


@never_cache
@require_safe
@guarded("account.own")
def reads(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/account/reads.html", {"looks": present.looks(actor_of(request))})


@never_cache
@require_POST
@guarded("account.own")
def export(request: HttpRequest) -> HttpResponse:
    found = present.everything(actor_of(request), _account(request))
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="minben-my-data.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
