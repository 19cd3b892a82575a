"""Ways to a service: home, life events, stages, topics, A to Z."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minben.catalog import queries
from minben.catalog.models import ServiceVersion
from minben.foundation.access.web import guarded

from .withdrawn import or_farewell

AUDIENCES = ("person", "business", "government")


@guarded("site.open")
def home(request: HttpRequest) -> HttpResponse:
    found = queries.home()
    return render(
        request,
        "portal/home.html",
        {
            "found": found,
            "events": _by_audience(found.events),
            "stages": _by_audience(found.stages),
            "topics": _by_audience(found.topics),
            "examples": [_("newborn"), _("passport"), _("restaurant licence")],
        },
    )


def _by_audience(things: list[Any]) -> dict[str, list[Any]]:
    return {side: [thing for thing in things if thing.audience == side] for side in ("person", "business")}


@guarded("site.open")
@or_farewell("event")
def event(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "portal/event.html", {"plan": queries.event(slug)})


@guarded("site.open")
def stage(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "portal/stage.html", {"page": queries.stage(code)})


@guarded("site.open")
def topic(request: HttpRequest, audience: str, code: str) -> HttpResponse:
    return render(request, "portal/topic.html", {"page": queries.topic(audience, code)})


@guarded("site.open")
def services(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    chosen: dict[str, Any] = {
        "audience": asked.get("audience", "") if asked.get("audience") in AUDIENCES else "",
        "mode": asked.get("mode", "") if asked.get("mode") in {"1", "2"} else "",
        "online": asked.get("online") == "1",
        "topic": asked.get("topic", ""),
    }
    language = get_language() or "zh-hant"
    page = queries.all_services(**chosen, language=language, cursor=asked.get("cursor", ""))
    return render(
        request,
        "portal/services.html",
        {"page": page, "letters": _letters(page.items, language), "chosen": chosen},
    )


def _letters(versions: list[ServiceVersion], language: str) -> list[tuple[str, list[ServiceVersion]]]:
    key = "sort_key_en" if language == "en" else "sort_key"
    grouped = groupby(versions, lambda version: (getattr(version.service, key)[:1] or "#").upper())
    return [(letter, list(rows)) for letter, rows in grouped]
