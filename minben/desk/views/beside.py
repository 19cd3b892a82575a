"""Beside a case: others like it, a look at one of them without leaving, and the case on paper."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases import queries
from minben.cases.intake.doors import CHANNELS
from minben.desk.presenters.case import case_page
from minben.desk.presenters.timeline import lines
from minben.desk.views.case import record_look
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail


@never_cache
@require_safe
@guarded("case.list")
def beside(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Cases of the same place and of similar words, within one's scope."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    near, alike = queries.near(actor, case), queries.alike(actor, case)
    trail.saw(actor, "desk.beside", kind="case", ids=[row.id for row in (*near, *alike)])
    return render(request, "desk/parts/beside.html", {"near": near, "alike": alike})


@never_cache
@require_safe
@guarded("case.list")
def peek(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The gist of a case in the side panel."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    record_look(actor, case, "desk.peek")
    context = {"case": case, "lines": lines(queries.timeline(case, public=False, limit=6))}
    return render(request, "desk/parts/peek.html", context)


@never_cache
@require_safe
@guarded("case.list")
def printed(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The whole case for A4. Printing is a look, and the sheet says who looked and when."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    page = case_page(actor, case)
    record_look(actor, case, "desk.print")
    channel = CHANNELS.get(case.channel, case.channel)
    context = {"page": page, "case": case, "channel": channel, "now": timezone.now()}
    return render(request, "desk/print.html", context)
