"""The answers to the search box."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from minben.catalog import queries
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
    lines = [Line(hit, address(hit)) for hit in found.hits]
    return render(
        request,
        "portal/search.html",
        {"found": found, "lines": lines, "text": text, "kind": kind, "kinds": ["", *KINDS]},
    )


def address(hit: queries.Hit) -> str:
    """Where a hit leads."""
    return reverse(f"portal:{hit.kind}", args=hit.key.split("/"))
