"""What visitors said that has to be put right."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases.actions.rating import LEVELS, REASONS
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.texts import listed
from minben.visits import queries


@never_cache
@require_safe
@guarded("visit.office")
def ratings(request: HttpRequest) -> HttpResponse:
    """Bad ratings of visits: open ones first, what is due first on top."""
    actor = actor_of(request)
    found = queries.repairs_for(actor)
    trail.saw(actor, "desk.visit_ratings", kind="visit", ids=[visit.id for _repair, visit in found])
    rows = [
        (repair, visit, LEVELS[repair.rating.level], listed(REASONS[one] for one in repair.rating.reasons))
        for repair, visit in found
    ]
    return render(request, "desk/visits/ratings.html", {"rows": rows})
