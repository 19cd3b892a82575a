"""The display on the wall of an office: which number goes to which counter. It names nobody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.agencies.opening import local_day
from minben.foundation.access.web import guarded
from minben.visits import queries
from minben.visits.models import Reception
from minben.visits.queue import line_of


@never_cache
@require_safe
@guarded("site.open")
def wall(request: HttpRequest, token: str) -> HttpResponse:
    """The whole page; it asks for what changed by itself."""
    reception = queries.wall_of(token)
    return render(request, "portal/visits/wall.html", _shown(reception))


@never_cache
@require_safe
@guarded("site.open", polled=True)
def wall_now(request: HttpRequest, token: str) -> HttpResponse:
    """304 while nobody was called and nobody came."""
    reception = queries.wall_of(token)
    if request.headers.get("If-None-Match") == _tag(reception):
        return HttpResponse(status=304)
    return render(request, "portal/visits/_wall.html", _shown(reception))


def _tag(reception: Reception) -> str:
    return quote_etag(f"{reception.version}-{timezone.now():%H%M}")


def _shown(reception: Reception) -> dict[str, object]:
    now = timezone.now()
    called = queries.lately_called(reception, local_day(reception.office, now))
    return {
        "reception": reception,
        "office": reception.office,
        "latest": called[0] if called else None,
        "called": called,
        "place": line_of(reception, now).everybody(),
        "now": now,
        "tag": _tag(reception),
    }
