"""The command palette, and the switch that turns single-key shortcuts off (WCAG 2.1.4)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.desk.presenters.palette import palette
from minben.foundation.access.web import actor_of, guarded

from .bulk import back_of

COOKIE = "minben_keys"
YEAR = 365 * 24 * 3600


@never_cache
@require_safe
@guarded("desk.open")
def commands(request: HttpRequest) -> HttpResponse:
    """What fits the words typed so far."""
    text = request.GET.get("q", "").strip()[:100]
    try:
        case_id = uuid.UUID(request.GET.get("case", ""))
    except ValueError:
        case_id = None
    groups = palette(actor_of(request), text, case_id)
    return render(request, "desk/parts/palette.html", {"groups": groups, "q": text})


@require_POST
@guarded("desk.open")
def switch(request: HttpRequest) -> HttpResponse:
    """Turn keys that need no Ctrl off or on, on this device."""
    off = request.POST.get("keys") == "off"
    response = HttpResponseRedirect(back_of(request))
    if off:
        response.set_cookie(COOKIE, "off", max_age=YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    messages.success(request, _("Single keys do nothing now.") if off else _("Single keys work again."))
    return response
