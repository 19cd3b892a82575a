"""The team calendar, and leave: asked for, decided, taken back."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.agencies.actions import ask_leave, decide_leave, take_back_leave
from minben.agencies.models import Cover, Department
from minben.agencies.teams import leave_to_decide, own_leave, team_departments
from minben.desk.forms.team import AskLeaveForm, DecideLeaveForm
from minben.desk.presenters.calendar import calendar_page, span_of
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing

from .plain import Asked, plain_form
from .staff import found_staff

FEW = 6
"""So many departments fit on one calendar."""


@never_cache
@require_safe
@guarded("desk.open")
def calendar(request: HttpRequest) -> HttpResponse:
    """Who is in, away, lent or standing in, by month or week."""
    actor, today = actor_of(request), timezone.localdate()
    departments = team_departments(actor)
    chosen = _chosen(request, actor, departments)
    span = span_of(_day(request, today), week=request.GET.get("view") == "week")
    page = calendar_page(departments, chosen, span, today)
    context = {
        "page": page,
        "departments": departments,
        "chosen": chosen,
        "asked": leave_to_decide(actor),
        "own": own_leave(actor, today),
        "sees_work": allowed(actor, "case.supervise"),
    }
    return render(request, "desk/calendar.html", context)


def _chosen(request: HttpRequest, actor: Actor, departments: list[Department]) -> Department | None:
    """The department of the address; with many of them one's own, until all are asked for."""
    wanted = request.GET.get("department", "")
    if not wanted and len(departments) > FEW:
        own = actor.departments()
        return next((d for d in departments if d.id in own), None)
    return next((d for d in departments if str(d.id) == wanted), None)


def _day(request: HttpRequest, today: dt.date) -> dt.date:
    """The day of the address; today when it names none, or one far from any calendar."""
    try:
        day = parse_date(request.GET.get("day", "")) or today
    except ValueError:
        return today
    return day if abs(day.year - today.year) <= 2 else today


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.leave")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for leave of one's own."""
    actor = actor_of(request)
    form = AskLeaveForm(request.POST or None, staff=found_staff(actor.staff_id))
    status = 422
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            ask_leave(actor, given["since"], given["until"], substitute=form.stand_in(), note=given["note"])
        except Invalid as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Your supervisor reads it now."))
            return HttpResponseRedirect(reverse("desk:calendar"))
    asked = Asked(
        title=_("Ask for leave"),
        lead=_("Your supervisor approves it and names who stands in."),
        press=_("Ask for leave"),
        back=reverse("desk:calendar"),
        back_label=_("Team calendar"),
    )
    return plain_form(request, form, asked, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.approve")
def decide(request: HttpRequest, leave_id: uuid.UUID) -> HttpResponse:
    """Approve or refuse."""
    actor, found = actor_of(request), _leave(leave_id)
    require(actor, "agencies.approve", found.staff)
    form = DecideLeaveForm(request.POST or None, leave=found)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            done = decide_leave(
                actor,
                leave_id,
                approve=form.approves,
                substitute=form.stand_in(),
                answer=form.cleaned_data["answer"],
            )
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
            status = problem.status
        else:
            messages.success(request, f"{done.staff.name}: {done.get_state_display()}")
            return HttpResponseRedirect(reverse("desk:calendar"))
    trail.saw(actor, "desk.leave", kind="staff", ids=[found.staff_id])
    return render(request, "desk/leave_decide.html", {"form": form, "leave": found}, status=status)


@require_POST
@guarded("agencies.leave")
def take_back(request: HttpRequest, leave_id: uuid.UUID) -> HttpResponse:
    """Leave that is not needed, or not possible, any more."""
    take_back_leave(actor_of(request), leave_id)
    messages.success(request, _("The leave is taken back."))
    return HttpResponseRedirect(reverse("desk:calendar"))


def _leave(leave_id: uuid.UUID) -> Cover:
    rows = Cover.objects.select_related("staff__department", "substitute")
    found = rows.filter(pk=leave_id).first()
    if found is None:
        raise Missing(_("There is no such leave."))
    return found
