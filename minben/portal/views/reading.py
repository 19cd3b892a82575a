"""Pages to read: a guide, a law, an article, the investment guide, offices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from minben.agencies.models import Office
from minben.catalog import queries
from minben.foundation.access.web import guarded
from minben.portal.presenters.hours import Openness, openness
from minben.visits.queries import receptions_of

from .withdrawn import or_farewell


@guarded("site.open")
@or_farewell("service")
def service(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.service(slug)
    places = list(page.version.places.all())
    context = {"page": page, "version": page.version, "offices": _with_hours(places), **_received(places)}
    return render(request, "portal/service.html", context)


def _received(offices: list[Office]) -> dict[str, Any]:
    """Which of them receive people by number, and whether one takes appointments: one statement."""
    held = receptions_of(offices)
    return {"receiving": set(held), "books": any(one.booking for one in held.values())}


def _with_hours(offices: list[Office]) -> list[tuple[Office, Openness]]:
    now = timezone.now()
    return [(office, openness(office, now)) for office in offices]


@guarded("site.open")
def law(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "portal/law.html", {"page": queries.law(slug), "today": timezone.localdate()})


@guarded("site.open")
@or_farewell("article")
def article(request: HttpRequest, slug: str) -> HttpResponse:
    found, services = queries.article(slug)
    return render(request, "portal/article.html", {"article": found, "services": services})


@guarded("site.open")
def investment(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/investment.html", {"articles": queries.investment()})


@guarded("site.open")
def offices(request: HttpRequest) -> HttpResponse:
    found = queries.offices()
    context = {"offices": _with_hours(found), **_received(found)}
    return render(request, "portal/offices.html", context)
