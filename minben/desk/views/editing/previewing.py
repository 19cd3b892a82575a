"""A draft as the public will see it: the real page, marked, in each language, at two widths."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from minben.cases.actions import draft
from minben.catalog.actions import editions as acts
from minben.catalog.forms import Kind as FormKind
from minben.catalog.models import Edition
from minben.catalog.queries import editions as queries
from minben.catalog.texts import complete
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Problem
from minben.foundation.records.translated import localized

WIDTHS = ("phone", "desktop")
START = "the-start"


@never_cache
@require_safe
@guarded("catalog.edit")
def preview(request: HttpRequest, edition_id: uuid.UUID) -> HttpResponse:
    """The frame around the page, with the choice of language and width."""
    languages = dict(settings.LANGUAGES)
    asked = request.GET
    language = asked.get("language") if asked.get("language") in languages else "zh-hant"
    width = asked.get("width") if asked.get("width") in WIDTHS else "desktop"
    edition = queries.edition(edition_id)
    pages = _pages(edition)
    context = {
        "edition": edition,
        "language": language,
        "width": width,
        "choices": list(languages.items()),
        "pages": pages,
        "page": asked.get("page") if asked.get("page") in dict(pages) else "",
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
    return _drawn(
        request,
        edition_id,
        language,
        lambda edition: reverse(f"portal:{edition.kind}", args=edition.key.split("/")),
    )


@never_cache
@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@guarded("catalog.edit")
def seen_form(request: HttpRequest, edition_id: uuid.UUID, language: str, page: str) -> HttpResponseBase:
    """One page of the application as the public form draws it: its start, or one question."""
    if language not in dict(settings.LANGUAGES):
        raise Http404

    def address(edition: Edition) -> str:
        if page == START:
            return reverse("portal:apply", args=[edition.key])
        held = draft.begin(Actor(kind=ActorKind.ANONYMOUS), f"apply:{edition.key}", {"answers": {}})
        return reverse("portal:apply_question", args=[edition.key, held.token, page])

    return _drawn(request, edition_id, language, address)


def _drawn(
    request: HttpRequest, edition_id: uuid.UUID, language: str, address_of: Callable[[Edition], str]
) -> HttpResponseBase:
    """A public page over the draft, as if it were published; nothing of it stays."""
    try:
        with acts.rehearsed(actor_of(request), edition_id) as edition, translation.override(language):
            address = address_of(edition)
            match = resolve(address)
            public = _as_public(request, address, language)
            answer: HttpResponseBase = match.func(public, *match.args, **match.kwargs)
            return answer
    except Problem as problem:
        return render(request, "desk/editing/no_preview.html", {"problem": problem}, status=422)


def _pages(edition: Edition) -> list[tuple[str, str]]:
    """What there is to look at of a service: its guide, the start of the application, each question. Promises have no page."""
    asked = edition.content.get("form") or [] if edition.kind == Edition.Kind.SERVICE else []
    if not asked:
        return []
    questions = [
        (str(one.get("key", "")), str(localized(complete(one.get("label")))))
        for one in asked
        if one.get("kind") != FormKind.PROMISE
    ]
    return [("", _("Guide")), (START, _("Start of the application")), *questions]


def _as_public(request: HttpRequest, address: str, language: str) -> HttpRequest:
    """The same request as somebody would make it who is not signed in."""
    public = copy.copy(request)
    public.path = public.path_info = address
    public.GET, public.user, public.LANGUAGE_CODE = QueryDict(), AnonymousUser(), language  # type: ignore[misc]
    public.resolver_match = None
    anonymous = Actor(kind=ActorKind.ANONYMOUS, language=language)
    vars(public).update({"_minben_actor": anonymous, "_messages": [], "is_preview": True})
    return public
