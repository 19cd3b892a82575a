"""Polled every ten seconds by pages that somebody looks at. 304 while nothing changed; nothing moves by itself."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases import queries
from minben.cases.models import Case
from minben.desk.actions.views import bare
from minben.desk.forms.cases import CasesForm
from minben.desk.presenters import live
from minben.desk.presenters.timeline import lines
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Missing

SHOWN = 40


@never_cache
@require_safe
@guarded("desk.open", polled=True)
def counts(request: HttpRequest) -> HttpResponse:
    """The numbers in the navigation."""
    since = _id(request.GET.get("since", "")) or uuid.UUID(int=2**128 - 1)
    found = live.counts(actor_of(request), since)
    tag = live.tag_of(found)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    context = {"counts": found, "tag": tag, "since": since}
    return render(request, "desk/parts/live_counts.html", context)


@never_cache
@require_safe
@guarded("desk.open", polled=True)
def rows(request: HttpRequest) -> HttpResponse:
    """The bar above a list: how many are new, how many were taken meanwhile."""
    kind, since = request.GET.get("list", ""), _id(request.GET.get("since", ""))
    if since is None or kind not in {"cases", "work"}:
        raise Missing(_("There is no such list."))
    found = _found(request, kind, since)
    tag = live.tag_of(found)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    fresh = live.Fresh(request.GET.urlencode(), tag, found["new"], found["gone"], _href(request, kind))
    return render(request, "desk/parts/fresh.html", {"live": fresh})


def _found(request: HttpRequest, kind: str, since: uuid.UUID) -> dict[str, int]:
    actor = actor_of(request)
    if kind == "cases":
        return live.new_cases(actor, CasesForm(actor, request.GET), since)
    shown = [key for text in request.GET.getlist("shown")[:SHOWN] if (key := _id(text))]
    return live.new_tasks(actor, since, shown)


def _href(request: HttpRequest, kind: str) -> str:
    if kind == "work":
        return f"{reverse('desk:home')}?tab=new"
    query = request.GET.copy()
    for name in ("list", "since", "shown"):
        query.pop(name, None)
    return f"{reverse('desk:cases')}?{bare(query.urlencode()) or 'all=1'}"


@never_cache
@require_safe
@guarded("case.list", polled=True)
def case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Whether a case changed since it was opened, and by whom."""
    version = live.version_of(actor_of(request), case_id)
    if version is None:
        raise Missing(_("There is no such case, or it belongs to another department."))
    tag = quote_etag(str(version))
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    seen = _id(request.GET.get("seen", ""))
    changes = lines(queries.changes_since(Case(pk=case_id), seen))
    context = {"case_id": case_id, "changes": changes, "tag": tag, "seen": seen or ""}
    return render(request, "desk/parts/case_fresh.html", context)


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
