"""Staff with their roles, for the administrators; roles are given and taken by the security administrator."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.agencies.actions import grant_role, revoke_role
from minben.agencies.models import Department, Staff
from minben.agencies.queries import absences_from, staff_list
from minben.desk.forms.staff import RevokeForm, RoleForm, StaffFilter
from minben.desk.presenters.administrators import the_three
from minben.foundation.access.actions.sessions import sign_ins
from minben.foundation.access.policies import allowed
from minben.foundation.access.roles import Role
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing
from minben.foundation.records.keyset import count_up_to, keyset_page


@never_cache
@require_safe
@guarded("agencies.staff")
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody at work, by name."""
    form = StaffFilter(request.GET)
    form.is_valid()
    given = form.cleaned_data
    rows = staff_list(text=given.get("q", ""), role=given.get("role", ""), left=given.get("left", False))
    page = keyset_page(rows, order=("sort_key", "id"), cursor=request.GET.get("cursor", ""), size=50)
    hires = allowed(actor_of(request), "agencies.manage")
    three = the_three(actor_of(request))
    context = {"form": form, "page": page, "count": count_up_to(rows), "hires": hires, "three": three}
    return render(request, "desk/staff.html", context)


@never_cache
@require_safe
@guarded("agencies.staff")
def person(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """One member of staff: roles, and where they signed in from."""
    return _person(request, found_staff(staff_id))


def found_staff(staff_id: uuid.UUID | None) -> Staff:
    """Somebody with department, account and roles. Raises Missing."""
    rows = Staff.objects.select_related("department", "account").prefetch_related("grants__department")
    found = rows.filter(id=staff_id).first() if staff_id else None
    if found is None:
        raise Missing(_("There is no such member of staff."))
    return found


def _person(
    request: HttpRequest, found: Staff, *, form: RoleForm | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    gives = allowed(actor, "agencies.grant")
    trail.saw(actor, "desk.staff", kind="staff", ids=[found.id])
    context: dict[str, Any] = {
        "person": found,
        "gives": gives,
        "manages": found.active and allowed(actor, "agencies.manage"),
        "records_leave": found.active and allowed(actor, "agencies.leave", found),
        "lets_in": found.active and found.account is not None and allowed(actor, "agencies.let_in", found),
        "absences": absences_from(found, timezone.localdate()),
        "form": form or (RoleForm(initial={"department": str(found.department_id)}) if gives else None),
        "sign_ins": sign_ins(found.account) if found.account else [],
    }
    return render(request, "desk/staff_person.html", context, status=status)


@require_POST
@guarded("agencies.grant")
def grant(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Give a role; one that excludes another is refused, saying which to take away first."""
    found, form = found_staff(staff_id), RoleForm(request.POST)
    if not form.is_valid():
        return _person(request, found, form=form, status=422)
    try:
        grant_role(actor_of(request), found, Role(form.cleaned_data["role"]), department=_department(form))
    except Conflict as problem:
        form.add_error("role", str(problem.message))
        return _person(request, found, form=form, status=409)
    messages.success(request, _("The role is given."))
    return HttpResponseRedirect(reverse("desk:staff_person", args=[found.id]))


def _department(form: Any) -> Department | None:
    return Department.objects.filter(id=form.cleaned_data["department"]).first()


@require_POST
@guarded("agencies.grant")
def revoke(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Take a role away."""
    found, form = found_staff(staff_id), RevokeForm(request.POST)
    if not form.is_valid():
        raise Missing(_("There is no such role here."))
    given = form.cleaned_data
    taken = revoke_role(
        actor_of(request), found, Role(given["role"]), department=_department(form), reason=given["reason"]
    )
    messages.success(request, _("The role is taken away.") if taken else _("The role was gone already."))
    return HttpResponseRedirect(reverse("desk:staff_person", args=[found.id]))
