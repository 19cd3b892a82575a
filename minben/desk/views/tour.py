"""The guided tour: all its steps as a plain page, the docked panel as a part, and its buttons."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.desk.actions import tour as acts
from minben.desk.presenters.tour import kept_by, panel_of
from minben.desk.tours import Step, Tour, tours_of
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Missing

MARK = "#tour"


@never_cache
@require_safe
@guarded("desk.open")
def tour(request: HttpRequest) -> HttpResponse:
    """All steps of a tour with links to their pages: to read, and for browsers without scripts."""
    own = tours_of(actor_of(request))
    kept = kept_by(request)
    wanted = request.GET.get("tour") or (kept.tour.name if kept else "")
    shown = next((one for one in own if one.name == wanted), own[0] if own else None)
    context = {"shown": shown, "own": own, "kept": kept if kept and kept.tour == shown else None}
    return render(request, "desk/tour.html", context)


@never_cache
@require_safe
@guarded("desk.open")
def panel(request: HttpRequest) -> HttpResponse:
    """The panel anew after something was done without a new page; 204 while the same step is on."""
    found = panel_of(request, request.GET.get("on", "")[:60])
    if found is None or request.GET.get("shown") == str(found.number):
        return HttpResponse(status=204)
    context = {
        "tour": found,
        "on": request.GET.get("on", "")[:60],
        "here": _here(request.GET.get("back", "")),
    }
    return render(request, "desk/parts/tour_panel.html", context)


@require_POST
@guarded("desk.open")
def begin(request: HttpRequest) -> HttpResponse:
    """From the first step, or from the one that was pressed."""
    at = _number(request.POST.get("at", ""))
    made = acts.begin(actor_of(request), request.POST.get("tour", ""), at=at, now=timezone.now())
    return HttpResponseRedirect(_landing(made.steps[made.nearest(at)], ""))


@require_POST
@guarded("desk.open")
def move(request: HttpRequest) -> HttpResponse:
    """Next, back or end: counted from the step that the person saw, so that a second press does nothing more."""
    kept = kept_by(request)
    if kept is None:
        raise Missing(_("There is no such tour for you."))
    seen = kept.tour.nearest(_number(request.POST.get("at", "")))
    back = _here(request.POST.get("back", ""))
    if not kept.running:
        return HttpResponseRedirect(back or reverse("desk:tour"))
    if request.POST.get("to") == "end" or (request.POST.get("to") == "next" and _is_last(kept.tour, seen)):
        return _end(request, kept.tour, seen, back)
    forward = request.POST.get("to") == "next"
    at = seen + 1 if forward else max(seen - 1, 0)
    acts.move(actor_of(request), kept.tour, at, since=kept.since if forward else timezone.now())
    return HttpResponseRedirect(_landing(kept.tour.steps[at], back))


@require_POST
@guarded("desk.open")
def decline(request: HttpRequest) -> HttpResponse:
    """Not now: it is not offered again by itself."""
    for own in tours_of(actor_of(request))[:1]:
        acts.end(actor_of(request), own, 0, now=timezone.now())
    messages.info(request, _("You find the tour under help and in the commands (Ctrl K)."))
    return HttpResponseRedirect(reverse("desk:home"))


def _end(request: HttpRequest, own: Tour, seen: int, back: str) -> HttpResponse:
    finished = _is_last(own, seen)
    acts.end(actor_of(request), own, 0 if finished else seen, now=timezone.now())
    if finished:
        messages.success(request, _("You know the way round now. The tour can be taken again from the help."))
    else:
        messages.info(
            request, _("The tour is over. You can go on with it from the help or the commands (Ctrl K).")
        )
    return HttpResponseRedirect(back or reverse("desk:home"))


def _is_last(own: Tour, seen: int) -> bool:
    return seen >= len(own.steps) - 1


def _landing(step: Step, back: str) -> str:
    """Stay on the page when the step is there; else where it begins."""
    if back and step.spot_on(_view_name(back)) and not _asks_for_more(step, back):
        return back + MARK
    return (step.start.href if step.start else reverse("desk:home")) + MARK


def _asks_for_more(step: Step, back: str) -> bool:
    """The right page, but another tab of it."""
    spot = step.spot_on(_view_name(back))
    return bool(spot and spot.query and spot.query.lstrip("?") not in urlsplit(back).query)


def _view_name(back: str) -> str:
    try:
        return resolve(urlsplit(back).path).view_name
    except Resolver404:
        return ""


def _here(given: str) -> str:
    """An address of the desk, without its mark; "" for anything else."""
    local = url_has_allowed_host_and_scheme(given, allowed_hosts=None) and given.startswith("/desk/")
    return given.split("#")[0] if local else ""


def _number(text: str) -> int:
    """Of a step, counted from 0; the first for what is no number. A tour knows which is its last."""
    return int(text[:6]) if text.isascii() and text.isdecimal() else 0
