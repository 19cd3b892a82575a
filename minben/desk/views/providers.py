"""By which providers people may sign in, kept by the security administrator."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from minben.desk.forms.providers import ProviderForm
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.identity.actions import providers as actions
from minben.foundation.identity.models import Provider
from minben.foundation.records.errors import Conflict, Invalid

from .plain import Asked, plain_form


@never_cache
@require_safe
@guarded("identity.providers")
def providers(request: HttpRequest) -> HttpResponse:
    """All of them, with the addresses that the provider must know."""
    with override(settings.LANGUAGE_CODE):
        addresses = {"staff": reverse("desk:provider_back"), "public": reverse("portal:provider_back")}
    back = {door: request.build_absolute_uri(address) for door, address in addresses.items()}
    return render(request, "desk/providers.html", {"providers": actions.all_providers(), "back": back})


@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
@guarded("identity.providers")
def new(request: HttpRequest) -> HttpResponse:
    return _kept(request, None)


@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
@guarded("identity.providers")
def correct(request: HttpRequest, provider_id: uuid.UUID) -> HttpResponse:
    return _kept(request, actions.provider(provider_id))


def _kept(request: HttpRequest, held: Provider | None) -> HttpResponse:
    form = ProviderForm(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.keep_provider(
                actor_of(request), held, form.details(), secret=given["secret"], version=given["version"] or 0
            )
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Kept. Try it in a private window before you rely on it."))
            return HttpResponseRedirect(reverse("desk:providers"))
    title = _("Correct the provider") if held else _("Name a provider")
    asked = Asked(title, _("Keep"), reverse("desk:providers"), _("Sign-in providers"))
    return plain_form(request, form, asked)
