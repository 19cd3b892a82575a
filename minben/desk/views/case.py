"""One case."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases import queries
from minben.cases.actions.work import read_mentions
from minben.cases.intake.doors import CHANNELS
from minben.cases.models import Case
from minben.desk.presenters.case import case_page
from minben.foundation.access.actor import Actor
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail


@never_cache
@require_safe
@guarded("case.list")
def case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The case page. Another department's case is answered like one that does not exist."""
    actor = actor_of(request)
    found = queries.case_for(actor, case_id)
    read_mentions(actor, found.id)
    page = case_page(actor, found)
    context = {
        "page": page,
        "channel": CHANNELS.get(found.channel, found.channel),
        "case_id": found.id,
        "tag": quote_etag(str(found.version)),
        "seen": page.lines[0].event.id if page.lines else "",
    }
    record_look(actor, found)
    return render(request, "desk/case.html", context)


def record_look(actor: Actor, case: Case, page: str = "desk.case") -> None:
    """One read line for one look at a case."""
    trail.saw(actor, page, kind="case", ids=[case.id], case_id=case.id)
