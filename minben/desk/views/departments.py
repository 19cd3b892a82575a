"""Departments and their offices, drawn by the system administrator."""

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
from django.views.decorators.http import require_http_methods, require_safe

from minben.agencies.actions import (
    amend_department,
    amend_office,
    move_department,
    open_department,
    open_office,
)
from minben.agencies.models import Department, Office
from minben.agencies.queries import closed_departments, department_tree, seat
from minben.config.forms import Form
from minben.desk.forms.departments import DepartmentForm, OfficeForm
from minben.desk.presenters.department import department_page
from minben.foundation.access.policies import allowed
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing

from .plain import Asked, plain_form


@never_cache
@require_safe
@guarded("agencies.departments")
def departments(request: HttpRequest) -> HttpResponse:
    """All of them, each below the one it stands under."""
    draws = allowed(actor_of(request), "agencies.manage")
    context = {"lines": department_tree(), "closed": closed_departments(), "draws": draws}
    return render(request, "desk/departments.html", context)


@never_cache
@require_safe
@guarded("agencies.departments")
def department(request: HttpRequest, department_id: uuid.UUID) -> HttpResponse:
    """One department: what it answers for, and where it receives people."""
    page = department_page(actor_of(request), found_department(department_id))
    return render(request, "desk/department.html", {"page": page, "department": page.department})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Open a department, or a team below one (``?parent=``)."""
    form = DepartmentForm(request.POST or None, initial={"parent": request.GET.get("parent", "")})

    def run() -> Department:
        parent = form.parent()
        place = parent.jurisdiction if parent else seat()
        return open_department(actor_of(request), place, parent=parent, **form.details())

    asked = Asked(
        _("Open a department"), _("Open a department"), reverse("desk:departments"), _("Departments")
    )
    return asked_for(request, form, run, asked, _("The department is open."))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.manage")
def correct(request: HttpRequest, department_id: uuid.UUID) -> HttpResponse:
    """Correct a department; under another one it moves with everything below it."""
    found = found_department(department_id)
    form = DepartmentForm(request.POST or None, held=found)

    @transaction.atomic
    def run() -> Department:
        parent = form.parent()
        if (parent.id if parent else None) != found.parent_id:
            move_department(actor_of(request), found, parent=parent)
        return amend_department(actor_of(request), found, **form.details())

    return asked_for(
        request, form, run, below(found, _("Correct the department"), _("Keep")), _("Corrected.")
    )


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.manage")
def office_new(request: HttpRequest, department_id: uuid.UUID) -> HttpResponse:
    """Open a hall, station or window of a department."""
    found, form = found_department(department_id), OfficeForm(request.POST or None)

    def run() -> Department:
        open_office(actor_of(request), found, **form.details())
        return found

    return asked_for(
        request, form, run, below(found, _("Open an office"), _("Open an office")), _("The office is open.")
    )


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.manage")
def office(request: HttpRequest, office_id: uuid.UUID) -> HttpResponse:
    """Correct an office and its hours."""
    held = Office.objects.select_related("department").filter(id=office_id).first()
    if held is None:
        raise Missing(_("There is no such office."))
    form = OfficeForm(request.POST or None, held=held)

    def run() -> Department:
        return amend_office(actor_of(request), held, **form.details()).department

    asked = below(held.department, _("Correct the office"), _("Keep"))
    return asked_for(request, form, run, asked, _("Corrected."))


def found_department(department_id: uuid.UUID) -> Department:
    """Raises Missing."""
    rows = Department.objects.select_related("parent", "jurisdiction", "successor")
    found = rows.filter(id=department_id).first()
    if found is None:
        raise Missing(_("There is no such department."))
    return found


def below(found: Department, title: str, press: str, *, lead: str = "", grave: bool = False) -> Asked:
    """A page that leads back to the department."""
    back = reverse("desk:department", args=[found.id])
    return Asked(title, press, back, str(found), lead=lead, grave=grave)


def asked_for(
    request: HttpRequest,
    form: Form,
    run: Callable[[], Department],
    asked: Asked,
    done: str | Callable[[], str],
) -> HttpResponse:
    """The form; when it is right, ``run`` and to the page of the department it was about."""
    if request.method == "POST" and form.is_valid():
        try:
            about = run()
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, done() if callable(done) else done)
            return HttpResponseRedirect(reverse("desk:department", args=[about.id]))
    return plain_form(request, form, asked)
