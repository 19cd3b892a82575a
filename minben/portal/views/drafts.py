"""Half-filled forms of either kind: going on with one, giving one up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases.actions import draft
from minben.cases.applications.matter import BUNDLE, SERVICE
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Missing

from .ask import FORM as ASK
from .way import Way


@never_cache
@require_safe
@guarded("case.submit")
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """To the first question that is open, or to the check page."""
    held = draft.load(actor_of(request), token)
    if held.form == ASK:
        return redirect("portal:ask_check", token)
    if not held.form.startswith((SERVICE, BUNDLE)):
        raise Missing(_("There is no such form here. It was given up, or not touched for 30 days."))
    return redirect(Way(held.form).check(token))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.submit")
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    """Delete a half-filled form after asking."""
    held = draft.load(actor_of(request), token)
    if request.method == "GET":
        return render(request, "portal/ask/give_up.html", {"held": held})
    draft.forget(actor_of(request), token)
    return redirect("portal:home")
