"""How long each step took lately."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases.models import Kind
from minben.cases.reading.step_times import step_times
from minben.desk.presenters.step_times import csv_of
from minben.foundation.access.web import actor_of, guarded


@never_cache
@require_safe
@guarded("case.supervision")
def times(request: HttpRequest) -> HttpResponse:
    """The newest closed requests of the supervisor's departments, by step and by department."""
    kind = _kind(request)
    page = step_times(actor_of(request), kind=kind)
    return render(request, "desk/step_times.html", {"page": page, "kind": kind, "kinds": Kind.choices})


@never_cache
@require_safe
@guarded("case.supervision")
def times_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same in hours, for a spreadsheet."""
    lines = csv_of(step_times(actor_of(request), kind=_kind(request)))
    name = {"Content-Disposition": 'attachment; filename="step-times.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=name)


def _kind(request: HttpRequest) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in Kind.values else ""
