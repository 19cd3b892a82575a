"""Half-filled forms of either kind: going on with one, giving one up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases.actions import draft
from minben.foundation.access.web import actor_of, guarded
from minben.portal.presenters.applications import slug_of
from minben.portal.presenters.bundles import PREFIX

from .ask import FORM as ASK


@never_cache
@require_safe
@guarded("case.submit")
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """To the first question that is open, or to the check page."""
    held = draft.load(actor_of(request), token)
    if held.form == ASK:
        return redirect("portal:ask_check", token)
    if held.form.startswith(PREFIX):
        return redirect("portal:together_check", held.form.removeprefix(PREFIX), token)
    return redirect("portal:apply_check", slug_of(held), token)


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
