"""Hiring, correcting and releasing staff; their leave; letting somebody in again."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.agencies.actions import (
    amend_staff,
    hire_staff,
    record_leave,
    release_staff,
    renew_first_password,
    reset_second_step,
)
from minben.agencies.models import Staff
from minben.config.forms import Form
from minben.desk.forms.employees import EmployeeForm, LeaveForm, LetInForm, ReleaseForm
from minben.foundation.access.actions.accounts import first_password
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid

from .plain import Asked, plain_form
from .staff import found_staff


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.manage")
def hire(request: HttpRequest) -> HttpResponse:
    """Somebody new, with an account; the first password is shown once and kept nowhere."""
    form = EmployeeForm(request.POST or None, initial={"department": request.GET.get("department", "")})
    if request.method == "POST" and form.is_valid():
        password = first_password()
        try:
            made = hire_staff(
                actor_of(request), form.department_chosen(), password=password, **form.details()
            )
        except Invalid as problem:
            form.add_problem(problem)
        else:
            return _password_page(request, made, password)
    asked = Asked(
        title=_("Hire somebody"),
        lead=_("They can sign in at once; what they may do follows from the roles that are given to them."),
        press=_("Hire somebody"),
        back=reverse("desk:staff"),
        back_label=_("Staff"),
    )
    return plain_form(request, form, asked)


def _password_page(request: HttpRequest, person: Staff, password: str) -> HttpResponse:
    return render(request, "desk/first_password.html", {"person": person, "password": password})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.manage")
def correct(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Name, number, department, e-mail, position, phone."""
    found = found_staff(staff_id)
    form = EmployeeForm(request.POST or None, held=found)

    def run() -> None:
        amend_staff(actor_of(request), found, department=form.department_chosen(), **form.details())

    return _asked(request, found, form, run, _("Correct"), _("Keep"), done=_("Corrected."))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.manage")
def release(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Somebody leaves the service."""
    found, form = found_staff(staff_id), ReleaseForm(request.POST or None)
    lead = _("The account is closed and the roles end at once. The name stays on what was done.")

    def run() -> None:
        release_staff(actor_of(request), found, reason=form.cleaned_data["reason"])

    done = _("The account is closed.")
    return _asked(
        request,
        found,
        form,
        run,
        _("Release from service"),
        _("Release from service"),
        lead=lead,
        done=done,
        grave=True,
    )


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.leave")
def leave(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Days of absence and who stands in."""
    found = found_staff(staff_id)
    require(actor_of(request), "agencies.leave", found)
    form = LeaveForm(request.POST or None, held=found)

    def run() -> None:
        given = form.cleaned_data
        record_leave(
            actor_of(request),
            found,
            given["since"],
            given["until"],
            substitute=form.stand_in(),
            note=given["note"],
        )

    return _asked(
        request, found, form, run, _("Record leave"), _("Record leave"), done=_("The leave is recorded.")
    )


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.let_in")
def let_in(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """A lost authenticator is forgotten; for a lost password there is a new first one, shown once."""
    found = found_staff(staff_id)
    require(actor_of(request), "agencies.let_in", found)
    form, fresh = LetInForm(request.POST or None), [""]

    @transaction.atomic
    def run() -> None:
        lost, reason = form.cleaned_data["lost"], form.cleaned_data["reason"]
        if "second" in lost:
            reset_second_step(actor_of(request), found, reason=reason)
        if "password" in lost:
            fresh[0] = renew_first_password(actor_of(request), found, reason=reason)

    title, done = _("Let in again"), _("The next sign-in pairs a new authenticator.")
    answer = _asked(request, found, form, run, title, title, done=done)
    return _password_page(request, found, fresh[0]) if fresh[0] else answer


def _asked(
    request: HttpRequest,
    found: Staff,
    form: Form,
    run: Callable[[], None],
    title: str,
    press: str,
    *,
    done: str,
    lead: str = "",
    grave: bool = False,
) -> HttpResponse:
    """The form about one member of staff; when it is right, ``run`` and back to their page."""
    sees = allowed(actor_of(request), "agencies.staff")
    back = reverse("desk:staff_person", args=[found.id]) if sees else reverse("desk:security")
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            run()
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
            status = problem.status
        else:
            messages.success(request, done)
            return HttpResponseRedirect(back)
    trail.saw(actor_of(request), "desk.staff", kind="staff", ids=[found.id])
    asked = Asked(
        title=title,
        lead=lead,
        press=press,
        back=back,
        back_label=found.name if sees else _("Password and second step"),
        grave=grave,
    )
    return plain_form(request, form, asked, status=status)
