"""Applying for a service: the guide's own questions, one a page, bound to the version that was published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases.applications.matter import FROM_GOVERNMENT
from minben.cases.applications.offered import of_service
from minben.catalog import queries as catalogue
from minben.foundation.access.web import guarded

from . import filling, way

BOTH = ["GET", "POST"]


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What is needed, how long it takes and what it costs, before the first question."""
    version = catalogue.service(slug).version
    matter = of_service(version)
    if request.method == "POST":
        return filling.begin(request, matter)
    materials = list(matter.materials.values())
    fetched = [m for m in materials if m.source == FROM_GOVERNMENT]
    context = {
        "version": version,
        "fetched": fetched,
        "bring": [m for m in materials if m not in fetched],
        "signers": list(version.signers.order_by("order")),
    }
    return render(request, "portal/apply/start.html", context)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def question(request: HttpRequest, slug: str, token: str, key: str) -> HttpResponse:
    """One question of the service's form."""
    return filling.question(request, way.of_service(slug), token, key)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def check(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Everything once more, and the sending."""
    return filling.check(request, way.of_service(slug), token)


@never_cache
@require_safe
@guarded("case.submit")
def done(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    return filling.done(request, way.of_service(slug), token)
