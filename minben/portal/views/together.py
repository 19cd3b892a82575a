"""One matter: few questions find the services of a life event that apply, one form serves all of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.catalog.queries import bundles as catalogue
from minben.config.guiding import begun, guide
from minben.foundation.access.web import guarded

from . import filling, way

BOTH = ["GET", "POST"]


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What the whole saves, the few questions, and the parts that apply, with why."""
    made = guide(catalogue.bundle(slug), request.POST or None, now=timezone.now())
    if matter := begun(made, request.POST):
        return filling.begin(request, matter)
    context = {"guide": made, "bundle": made.bundle, "form": made.form}
    return render(request, "portal/together/start.html", context, status=422 if made.form.errors else 200)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def question(request: HttpRequest, slug: str, token: str, key: str) -> HttpResponse:
    """One question of the one form."""
    return filling.question(request, way.of_event(slug), token, key)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def check(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Everything once more, and the sending."""
    return filling.check(request, way.of_event(slug), token)


@never_cache
@require_safe
@guarded("case.submit")
def done(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    return filling.done(request, way.of_event(slug), token)
