"""The dispatch board: what has to be sent on, list beside detail."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases import queries
from minben.cases.dispatching.rules import advice_for
from minben.cases.dispatching.suggesting import departments_for
from minben.cases.models import Case
from minben.desk.forms.verb import blank
from minben.desk.forms.verbs import VERBS
from minben.desk.presenters.dispatch import board_page
from minben.desk.views.case import record_look
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail


@never_cache
@require_safe
@guarded("case.dispatch")
def board(request: HttpRequest) -> HttpResponse:
    """Orders that wait for a department, most pressing first; the chosen one is open beside them."""
    actor = actor_of(request)
    page = board_page(actor, cursor=request.GET.get("cursor", ""))
    trail.saw(actor, "desk.dispatch", kind="case", ids=[row.case.id for row in page.rows])
    chosen = _chosen(request, actor, [row.case for row in page.rows])
    context: dict[str, Any] = {"page": page, "chosen": chosen}
    if chosen is not None:
        record_look(actor, chosen, "desk.dispatch.case")
        context |= _detail(actor, chosen)
    part = bool(getattr(request, "htmx", False))
    return render(request, "desk/parts/dispatch_detail.html" if part else "desk/dispatch.html", context)


def _chosen(request: HttpRequest, actor: Actor, listed: list[Case]) -> Case | None:
    try:
        wanted = uuid.UUID(request.GET.get("case", ""))
    except ValueError:
        return queries.case_for(actor, listed[0].id) if listed else None
    return queries.case_for(actor, wanted)


def _detail(actor: Actor, case: Case) -> dict[str, Any]:
    possible = "dispatch" in queries.verbs_for(actor, case) and allowed(actor, "case.dispatch", case)
    seen = queries.timeline(case, public=False, limit=1)
    form = blank(VERBS["dispatch"], actor, case, seen=seen[0].id if seen else None) if possible else None
    advice = advice_for(case) if possible else None
    said = advice.department_id if advice else None
    others = [one for one in departments_for(case) if one.department_id != said] if possible else []
    return {
        "form": form,
        "advice": advice,
        "suggestions": others,
        "designs": allowed(actor, "process.design"),
    }
