"""One box over everything: case numbers, people, cases, knowledge."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases import queries
from minben.cases.intake.numbers import written_forms
from minben.cases.models import Case
from minben.catalog.queries import search as knowledge
from minben.desk.presenters.caller import Found, found_line
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid
from minben.parties.queries import find

MOST = 8


@never_cache
@require_safe
@guarded("desk.open")
def search(request: HttpRequest) -> HttpResponse:
    """Grouped: people, cases in scope, knowledge. A case number leads straight to its case."""
    actor, text = actor_of(request), request.GET.get("q", "").strip()[:200]
    cases = _cases(actor, text)
    if len(cases) == 1 and _is_number(text):
        return HttpResponseRedirect(reverse("desk:case", args=[cases[0].id]))
    people = _people(actor, text)
    trail.saw(actor, "desk.search", kind="party", ids=[line.party.id for line in people])
    trail.saw(actor, "desk.search", kind="case", ids=[case.id for case in cases])
    context = {"q": text, "people": people, "cases": cases, "found": _knowledge(text), **_may(actor)}
    return render(request, "desk/search.html", context)


def _may(actor: Actor) -> dict[str, Any]:
    return {"may_people": allowed(actor, "party.find"), "may_cases": allowed(actor, "case.list")}


def _is_number(text: str) -> bool:
    try:
        written_forms(text)
    except Invalid:
        return False
    return True


def _cases(actor: Actor, text: str) -> list[Case]:
    return queries.search_cases(actor, text, limit=MOST) if text and allowed(actor, "case.list") else []


def _people(actor: Actor, text: str) -> list[Found]:
    if not text or not allowed(actor, "party.find"):
        return []
    return [found_line(party) for party in find(text, MOST)]


def _knowledge(text: str) -> Any:
    return knowledge(text, get_language() or "zh-hant", audience="staff", size=MOST) if text else None
