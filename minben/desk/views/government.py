"""Closing and opening departments, and the days on which this place works otherwise than its holiday calendar."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from minben.agencies.actions import (
    clear_calendar_exception,
    close_department,
    reopen_department,
    set_calendar_exception,
)
from minben.agencies.leaning import left_of
from minben.agencies.models import Department
from minben.agencies.queries import own_days, seat
from minben.desk.forms.government import ClosingForm, DayForm
from minben.foundation.access.policies import allowed
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing

from .departments import found_department


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.manage")
def close(request: HttpRequest, department_id: uuid.UUID) -> HttpResponse:
    """What is left and who takes it over; then it is closed."""
    found = found_department(department_id)
    left = left_of(found)
    stuck = [one for one in left if not one.passes]
    form = ClosingForm(request.POST or None, held=found, needed=bool(left))
    if request.method == "POST" and form.is_valid() and _closed(request, found, form):
        return HttpResponseRedirect(reverse("desk:department", args=[found.id]))
    context = {"department": found, "form": form, "left": left, "stuck": stuck}
    return render(request, "desk/department_close.html", context, status=422 if form.errors else 200)


def _closed(request: HttpRequest, found: Department, form: ClosingForm) -> bool:
    heir = form.heir()
    try:
        close_department(actor_of(request), found, reason=form.cleaned_data["reason"], successor=heir)
    except (Invalid, Conflict) as problem:
        form.add_problem(problem)
        return False
    told = _("The department is closed. %(heir)s has taken over what was left.") % {"heir": heir}
    messages.success(request, told if heir else _("The department is closed. It can be opened again."))
    return True


@require_POST
@guarded("agencies.manage")
def reopen(request: HttpRequest, department_id: uuid.UUID) -> HttpResponse:
    """Undo of closing, at any time."""
    found = found_department(department_id)
    try:
        reopen_department(actor_of(request), found)
    except Conflict as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("The department is open again."))
    return HttpResponseRedirect(reverse("desk:department", args=[found.id]))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.departments")
def days(request: HttpRequest) -> HttpResponse:
    """The city's own days off and workdays, and the form for one more."""
    form, draws = DayForm(request.POST or None), allowed(actor_of(request), "agencies.manage")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        working = given["working"] == "on"
        set_calendar_exception(actor_of(request), seat(), given["day"], working=working, note=form.note())
        messages.success(request, _("Kept. Deadlines set from now on count this day so."))
        return HttpResponseRedirect(reverse("desk:days"))
    rows = own_days(seat(), timezone.localdate() - dt.timedelta(days=366))
    context = {"form": form, "rows": rows, "draws": draws, "today": timezone.localdate()}
    return render(request, "desk/days.html", context, status=422 if form.errors else 200)


@require_POST
@guarded("agencies.manage")
def clear_day(request: HttpRequest, day: str) -> HttpResponse:
    """The day is again as the holiday calendar has it."""
    try:
        clear_calendar_exception(actor_of(request), seat(), dt.date.fromisoformat(day))
    except ValueError as error:
        raise Missing(_("There is no such day.")) from error
    messages.success(request, _("This day is as in the holiday calendar again."))
    return HttpResponseRedirect(reverse("desk:days"))
