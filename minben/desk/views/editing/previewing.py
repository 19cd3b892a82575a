"""A draft as the public will see it: the real page, marked, in each language, at two widths."""

from __future__ import annotations

import copy
import uuid

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from minben.catalog.actions import editions as acts
from minben.catalog.queries import editions as queries
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Problem

WIDTHS = ("phone", "desktop")


@never_cache
@require_safe
@guarded("catalog.edit")
def preview(request: HttpRequest, edition_id: uuid.UUID) -> HttpResponse:
    """The frame around the page, with the choice of language and width."""
    languages = dict(settings.LANGUAGES)
    asked = request.GET
    language = asked.get("language") if asked.get("language") in languages else "zh-hant"
    width = asked.get("width") if asked.get("width") in WIDTHS else "desktop"
    context = {
        "edition": queries.edition(edition_id),
        "language": language,
        "width": width,
        "choices": list(languages.items()),
    }
    return render(request, "desk/editing/preview.html", context)


@never_cache
@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@guarded("catalog.edit")
def seen(request: HttpRequest, edition_id: uuid.UUID, language: str) -> HttpResponseBase:
    """The public page itself, drawn by its own view from the draft; nothing of it is published."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    actor = actor_of(request)
    try:
        with acts.rehearsed(actor, edition_id) as edition, translation.override(language):
            address = reverse(f"portal:{edition.kind}", args=edition.key.split("/"))
            match = resolve(address)
            public = _as_public(request, address, language)
            answer: HttpResponseBase = match.func(public, *match.args, **match.kwargs)
            return answer
    except Problem as problem:
        return render(request, "desk/editing/no_preview.html", {"problem": problem}, status=422)


def _as_public(request: HttpRequest, address: str, language: str) -> HttpRequest:
    """The same request as somebody would make it who is not signed in."""
    public = copy.copy(request)
    public.path = public.path_info = address
    public.GET, public.user, public.LANGUAGE_CODE = QueryDict(), AnonymousUser(), language  # type: ignore[misc]
    public.resolver_match = None
    anonymous = Actor(kind=ActorKind.ANONYMOUS, language=language)
    vars(public).update({"_minben_actor": anonymous, "_messages": [], "is_preview": True})
    return public
