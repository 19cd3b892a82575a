"""How people rated, by department, person or channel."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases.ratings.rates import BY, rates
from minben.foundation.access.web import actor_of, guarded


@never_cache
@require_safe
@guarded("case.supervision")
def ratings(request: HttpRequest) -> HttpResponse:
    """Cases and visits of the last 90 days in one table."""
    by = request.GET.get("by", "")
    chosen = by if by in BY else "department"
    context = {
        "rows": rates(actor_of(request), chosen, timezone.now()),
        "by": chosen,
        "cuts": BY,
        "label": BY[chosen],
    }
    return render(request, "desk/ratings.html", context)
