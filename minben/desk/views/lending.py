"""Lending people to another department for a time."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from minben.agencies.actions import call_back_lent, lend
from minben.agencies.teams import led_departments, lendings_of
from minben.config import wording
from minben.desk.forms.team import LendForm
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.lend")
def lend_people(request: HttpRequest) -> HttpResponse:
    """The form, and below it who is lent now."""
    actor = actor_of(request)
    form = LendForm(request.POST or None, departments=led_departments(actor))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        wanted = form.wanted()
        try:
            made = lend(actor, wanted.pop("staff"), wanted.pop("department"), wanted.pop("role"), **wanted)
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
            status = problem.status
        else:
            said = _("%(name)s works for %(department)s until %(day)s.")
            day = wording.exact(made.until)
            words = {"name": made.staff.name, "department": str(made.department), "day": day}
            messages.success(request, said % words)
            return HttpResponseRedirect(reverse("desk:lend"))
    held = lendings_of(actor)
    trail.saw(actor, "desk.lend", kind="staff", ids=[one.staff_id for one in held])
    return render(request, "desk/lend.html", {"form": form, "lendings": held}, status=status)


@require_POST
@guarded("agencies.lend")
def end(request: HttpRequest, lending_id: uuid.UUID) -> HttpResponse:
    """Call somebody back before the last day."""
    ended = call_back_lent(actor_of(request), lending_id)
    messages.success(request, _("%(name)s is back.") % {"name": ended.staff.name})
    return HttpResponseRedirect(reverse("desk:lend"))
