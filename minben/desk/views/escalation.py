"""Rules of their own for a kind of work, or for an urgency of one: who is told about its time limits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases.limits.escalating import group_name, parts_of
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.options import queries
from minben.foundation.options.policies import SYSTEM
from minben.foundation.records.errors import Missing

from . import settings


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(SYSTEM)
def own(request: HttpRequest, sort: str, urgency: str = "") -> HttpResponse:
    """The same form as for the general rules, with the choice that these hold. Raises Missing for no such kind."""
    name = group_name(sort, urgency)
    if parts_of(name) != (sort, urgency):
        raise Missing(_("There are no such settings."))
    return settings.answered(request, queries.group_for(actor_of(request), name))
