"""Pages to read: a guide, a law, an article, the investment guide, offices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from minben.agencies.models import Office
from minben.catalog import queries
from minben.foundation.access.web import guarded
from minben.portal.presenters.hours import Openness, openness

from .withdrawn import or_farewell


@guarded("site.open")
@or_farewell("service")
def service(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.service(slug)
    offices = _with_hours(list(page.version.places.all()))
    return render(request, "portal/service.html", {"page": page, "version": page.version, "offices": offices})


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
    return render(request, "portal/offices.html", {"offices": _with_hours(queries.offices())})
