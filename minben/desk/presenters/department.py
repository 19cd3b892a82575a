"""One department as its administrators see it: what it is for, who works there, what comes to it, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from minben.agencies.models import Department, DepartmentDay, Office, RoleGrant, Staff
from minben.agencies.queries import in_force, offices_of, own_days_from
from minben.agencies.teams import staff_of
from minben.catalog.models import Category, ServiceVersion
from minben.catalog.queries import categories_of, services_of
from minben.desk.forms.departments import DAYS
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.access.roles import Role


@dataclass(frozen=True)
class Need:
    """Something that a department needs before work can come to it. ``href``: where it is done, for who may."""

    done: bool
    text: str
    href: str = ""


@dataclass(frozen=True)
class DepartmentPage:
    """All that the page shows."""

    department: Department
    below: list[Department]
    needs: list[Need]
    people: list[tuple[Staff, list[str]]]
    categories: list[Category]
    services: list[ServiceVersion]
    days: list[DepartmentDay]
    offices: list[tuple[Office, list[tuple[str, str]]]]
    draws: bool
    reopens: bool

    @property
    def missing(self) -> bool:
        return self.department.active and not all(need.done for need in self.needs)


def department_page(actor: Actor, department: Department) -> DepartmentPage:
    """Eight statements, however many people."""
    people = _people(department)
    categories, services = categories_of(department), services_of(department)
    held = {role for _person, roles in people for role in roles}
    manages = allowed(actor, "agencies.manage")
    draws = department.active and manages
    return DepartmentPage(
        department=department,
        below=list(department.children.filter(active=True).order_by("sort_key", "code")),
        needs=_needs(department, held, bool(categories or services), draws),
        people=[(person, [str(Role(role).label) for role in roles]) for person, roles in people],
        categories=categories,
        services=services,
        days=own_days_from(department, timezone.localdate()),
        offices=[(office, _week(office)) for office in offices_of(department)],
        draws=draws,
        reopens=manages and not department.active,
    )


def _people(department: Department) -> list[tuple[Staff, list[str]]]:
    """Who belongs here or is lent here, with the roles held here."""
    order = list(Role.values)
    roles: dict[object, list[str]] = {}
    for grant in in_force(RoleGrant.objects.filter(department=department)):
        roles.setdefault(grant.staff_id, []).append(grant.role)
    return [(one, sorted(roles.get(one.id, []), key=order.index)) for one in staff_of([department])]


def _needs(department: Department, held: set[str], asked: bool, draws: bool) -> list[Need]:
    def link(name: str) -> str:
        return reverse(f"desk:{name}", args=[department.id]) if draws else ""

    if department.is_centre:
        works, who = Role.DISPATCHER in held, _("Somebody dispatches (role: Dispatcher)")
    else:
        works, who = Role.OFFICER in held, _("Somebody answers its queue (role: Department officer)")
    needs = [
        Need(
            bool(department.duties), _("Its duties are written, for dispatchers"), link("department_correct")
        ),
        Need(works, who, _hire(department) if draws else ""),
    ]
    if not department.is_centre:
        needs.append(Need(asked, _("At least one category or service comes here"), link("routes")))
    return needs


def _hire(department: Department) -> str:
    return f"{reverse('desk:hire')}?department={department.id}"


def _week(office: Office) -> list[tuple[str, str]]:
    spans = ((str(day), office.hours.get(str(n), [])) for n, day in enumerate(DAYS, start=1))
    return [(day, ", ".join(f"{a}–{b}" for a, b in found)) for day, found in spans if found]
