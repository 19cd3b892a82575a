"""Clients of the API, kept by the system administrator. A key is shown once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.agencies.actions.clients import NewKey, amend_client, make_client, revoke_client, rotate_client
from minben.agencies.queries import department_names
from minben.config.forms import Form
from minben.desk.forms.machines import ClientForm, RevokeForm, RightsForm, RotateForm
from minben.desk.presenters.machines import client_lines, latest_of
from minben.foundation.access.models import Admission, ApiClient
from minben.foundation.access.roles import Role
from minben.foundation.access.scopes import Scope
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing

from .plain import Asked, plain_form

POLICY = "agencies.clients"


@never_cache
@require_safe
@guarded(POLICY)
def clients(request: HttpRequest) -> HttpResponse:
    """All of them, those that may call first; at most 500."""
    return render(request, "desk/api_clients.html", {"lines": client_lines()})


@never_cache
@require_safe
@guarded(POLICY)
def client(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """One client: what it may, what of it waits for the second person, and when it called last."""
    found = _found(client_id)
    asked = latest_of(found)
    context = {
        "asked": asked,
        "waits": asked is not None and asked.row.state == Admission.State.WAITING,
        "client": found,
        "department": department_names([found.department_id]).get(found.department_id, ""),
        "roles": [Role(role).label for role in found.roles],
        "scopes": [(scope, Scope(scope).label) for scope in found.scopes],
    }
    return render(request, "desk/api_client.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(POLICY)
def new(request: HttpRequest) -> HttpResponse:
    """Let another system call; its key is the answer."""
    form = ClientForm(request.POST or None)
    lead = _("It may call once a security administrator lets it in.")
    asked = Asked(_("Let a system call"), _("Make its key"), reverse("desk:clients"), _("API clients"), lead)
    return _with_key(request, form, asked, lambda: make_client(actor_of(request), **form.details()))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(POLICY)
def amend(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """Less holds at once, more waits."""
    found = _found(client_id)
    form = RightsForm(request.POST or None, initial=_held(found))
    lead = _(
        "What you take away holds at once. What you add waits until a security administrator lets it in."
    )
    asked = _about(found, _("What it may"), _("Keep"), lead=lead)
    if request.method == "POST" and form.is_valid():
        try:
            waits = amend_client(actor_of(request), client_id, **form.cleaned_data)
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Kept. What is new waits to be let in.") if waits else _("Kept."))
            return HttpResponseRedirect(reverse("desk:client", args=[client_id]))
    return plain_form(request, form, asked)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(POLICY)
def rotate(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """A new key for the same client."""
    found = _found(client_id)
    form = RotateForm(request.POST if request.method == "POST" else None)
    lead = _("The new key works once a security administrator lets it in; until then the old one does.")
    asked = _about(found, _("Change the key"), _("Make a new key"), lead=lead)

    def run() -> NewKey:
        return rotate_client(actor_of(request), client_id, at_once=form.cleaned_data["at_once"])

    return _with_key(request, form, asked, run)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(POLICY)
def revoke(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """Close a client for good."""
    found, form = _found(client_id), RevokeForm(request.POST or None)
    lead = _("Its calls are refused within ten seconds. This cannot be undone; a new client can be made.")
    asked = _about(found, _("Revoke the client"), _("Revoke"), lead=lead, grave=True)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_client(actor_of(request), client_id, reason=form.cleaned_data["reason"])
        except Invalid as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The client is revoked."))
            return HttpResponseRedirect(reverse("desk:client", args=[client_id]))
    return plain_form(request, form, asked)


def _with_key(request: HttpRequest, form: Form, asked: Asked, run: Callable[[], NewKey]) -> HttpResponse:
    """The form; when it is right, the key on a page that is kept nowhere."""
    if request.method == "POST" and form.is_valid():
        try:
            made = run()
        except Invalid as problem:
            form.add_problem(problem)
        else:
            context = {"client": made.client, "key": made.key, "waits": made.waits}
            return render(request, "desk/api_key.html", context)
    return plain_form(request, form, asked)


def _about(found: ApiClient, title: str, press: str, *, lead: str = "", grave: bool = False) -> Asked:
    back = reverse("desk:client", args=[found.id])
    return Asked(title, press, back, found.name, lead=lead, grave=grave)


def _held(found: ApiClient) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("roles", "scopes", "rate", "expires_on")}


def _found(client_id: uuid.UUID) -> ApiClient:
    found = ApiClient.objects.filter(id=client_id).first()
    if found is None:
        raise Missing(_("There is no such client."))
    return found
