"""Saying that a part of the installation was looked over and fits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minben.agencies import first_steps
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.options.actions import change
from minben.foundation.options.policies import SYSTEM
from minben.foundation.records.errors import Invalid


@require_POST
@guarded(SYSTEM)
def fits(request: HttpRequest, part: str) -> HttpResponse:
    """Tick one part of the list; ticking twice is harmless."""
    try:
        change(actor_of(request), first_steps.NAME, {"seen": [*first_steps.looked_over(), part]})
    except Invalid as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("Noted."))
    return HttpResponseRedirect(reverse("desk:home"))
