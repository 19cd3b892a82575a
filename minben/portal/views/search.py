"""The answers to the search box."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from minben.catalog import queries
from minben.catalog.actions.listening import clicked, searched
from minben.foundation.access.web import guarded

KINDS = ("service", "event", "article", "law", "topic")
LONGEST = 200


@dataclass(frozen=True)
class Line:
    hit: queries.Hit
    href: str


@guarded("site.open")
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    kind = request.GET.get("kind", "") if request.GET.get("kind") in KINDS else ""
    found = queries.search(
        text,
        get_language() or "zh-hant",
        kinds=[kind] if kind else None,
        size=10,
        cursor=request.GET.get("cursor", ""),
    )
    lines = [Line(hit, counted(hit, text)) for hit in found.hits]
    if text and not kind and "cursor" not in request.GET:
        _count(found, text)
    return render(
        request,
        "portal/search.html",
        {"found": found, "lines": lines, "text": text, "kind": kind, "kinds": ["", *KINDS]},
    )


def _count(found: queries.Found, text: str) -> None:
    """Only first pages are counted: leafing is not asking again. What was merely near counts as not found."""
    hits = len(found.hits) if found.exact and not found.suggestion else 0
    searched(text, language=get_language() or "zh-hant", hits=hits, day=timezone.localdate())


def counted(hit: queries.Hit, text: str) -> str:
    """The address of a hit by way of the count of opened ones."""
    return f"{reverse('portal:search_open', args=[hit.kind, hit.key])}?{urlencode({'q': text})}"


@require_safe
@guarded("site.open")
def opened(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Count that a hit was opened, and on to it. It leads to pages of this site only."""
    if kind not in KINDS:
        raise Http404
    try:
        to = reverse(f"portal:{kind}", args=key.split("/"))
    except NoReverseMatch as error:
        raise Http404 from error
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    if text:
        clicked(text, language=get_language() or "zh-hant", day=timezone.localdate())
    return HttpResponseRedirect(to)
