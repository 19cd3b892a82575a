"""The time limits of this place: all of them by step, one to be changed, what it was before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.agencies.queries import seat
from minben.cases import limits
from minben.cases.actions.time_limits import history, restore_limit, set_limit
from minben.cases.limits import Cell
from minben.desk.forms.time_limits import CellForm, LimitForm
from minben.desk.presenters import time_limits as shown
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.options.policies import SYSTEM
from minben.foundation.records.errors import Conflict, Invalid, Missing


@never_cache
@require_safe
@guarded(SYSTEM)
def overview(request: HttpRequest) -> HttpResponse:
    """Every limit that holds, step by step."""
    return render(request, "desk/time_limits.html", {"steps": shown.steps(seat(), timezone.now())})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(SYSTEM)
def limit(request: HttpRequest, clock: str) -> HttpResponse:
    """The limit of one step for the requests that the address names, and every setting of it that there was."""
    cell, place = _cell(request, clock), seat()
    past = list(history(place, cell)[:50])
    held = limits.cell_held(cell, place.id, timezone.now())
    form = LimitForm(request.POST or None, held=held, newest=past[0] if past else None)
    if form.is_bound and form.is_valid() and _kept(request, cell, form):
        return HttpResponseRedirect(reverse("desk:settings_time_limits"))
    context = {
        "cell": cell,
        "step": limits.STEPS[clock],
        "requests": shown.requests_of(cell),
        "form": form,
        "others": CellForm(request.GET),
        "held": shown.said(held.limit) if held else "",
        "came": held is not None and held.row is None,
        "due": shown.address_of(cell, "desk:settings_time_limit_due"),
        "restore": shown.address_of(cell, "desk:settings_time_limit_restore"),
        "history": shown.history(past, timezone.now()),
        **_preview(cell, form),
    }
    return render(request, "desk/time_limit.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, cell: Cell, form: LimitForm) -> bool:
    given = form.cleaned_data
    try:
        set_limit(
            actor_of(request),
            seat(),
            cell,
            form.limit(),
            since=given["since"],
            reason=given["reason"],
            seen=form.seen_id(),
        )
    except (Invalid, Conflict) as problem:
        form.add_problem(problem)
        return False
    messages.success(
        request,
        _("Kept. Clocks that begin from then on have this limit; it holds everywhere within a minute."),
    )
    return True


@require_POST
@guarded(SYSTEM)
def restore(request: HttpRequest, clock: str) -> HttpResponse:
    """The limit is again as it came."""
    cell = _cell(request, clock)
    try:
        restore_limit(actor_of(request), seat(), cell)
    except Conflict as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("The limit is again as it came."))
    return HttpResponseRedirect(reverse("desk:settings_time_limits"))


@never_cache
@require_safe
@guarded(SYSTEM)
def due(request: HttpRequest, clock: str) -> HttpResponse:
    """When a request taken now would be due with what stands in the form: a part of the page."""
    cell = _cell(request, clock)
    form = LimitForm(request.GET, held=None, newest=None)
    return render(request, "desk/parts/time_limit_due.html", _preview(cell, form))


def _preview(cell: Cell, form: LimitForm) -> dict[str, Any]:
    """Nothing while amount and unit cannot be read."""
    if form.is_bound:
        form.is_valid()
    given = dict(form.cleaned_data if form.is_bound else form.initial)
    if not {"amount", "unit"} <= set(given):
        return {}
    return shown.preview(seat(), cell, given["amount"], given["unit"], timezone.now())


def _cell(request: HttpRequest, clock: str) -> Cell:
    """What the address names. Raises Missing for a step, kind or urgency that is not there."""
    asked = CellForm(request.GET)
    if clock not in limits.STEPS or not asked.is_valid():
        raise Missing(_("There is no such time limit."))
    return Cell(clock, asked.cleaned_data["kind"], asked.cleaned_data["urgency"])
