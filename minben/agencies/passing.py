"""What the government itself passes on when a department is closed: offices, people, their roles, machines."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from minben.foundation.access import clients
from minben.foundation.access.models import ApiClient
from minben.foundation.audit import trail

from .admissions import key_waits_again
from .leaning import Handover, leans
from .models import Department, Lending, Office, RoleGrant, Staff


def _offices(department: Department) -> QuerySet[Office]:
    return Office.objects.filter(department=department, active=True)


def _pass_offices(handover: Handover) -> None:
    for office in _offices(handover.source).select_for_update():
        office.department = handover.heir
        office.save(update_fields=["department"])
        _told(handover, "office.amended", "office", office)


def _people(department: Department) -> QuerySet[Staff]:
    return Staff.objects.filter(department=department, active=True)


def _pass_people(handover: Handover) -> None:
    for person in _people(handover.source).select_for_update():
        person.department = handover.heir
        person.save(update_fields=["department"])
        _told(handover, "staff.amended", "staff", person)


def _grants(department: Department) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(department=department)


def _pass_grants(handover: Handover) -> None:
    """Roles go along with the queue. Who holds the same one there already keeps one of both: the lasting one."""
    there = {(grant.staff_id, grant.role): grant for grant in _grants(handover.heir)}
    for grant in _grants(handover.source).select_for_update():
        double = there.get((grant.staff_id, grant.role))
        if double is not None and (double.until is None or grant.until is not None):
            _drop(grant)
        else:
            if double is not None:
                _drop(double)
            grant.department = handover.heir
            grant.save(update_fields=["department"])
        before = {"role": grant.role, "department": handover.source.id}
        after = {"role": grant.role, "department": handover.heir.id}
        subject = ("staff", grant.staff_id)
        trail.wrote(handover.actor, "staff.role.moved", subject=subject, before=before, after=after)


def _drop(grant: RoleGrant) -> None:
    """With it ends the lending that it came from: otherwise its last day would free tasks of somebody who stays."""
    if grant.lending_id is not None:
        Lending.objects.filter(id=grant.lending_id).update(state=Lending.State.ENDED)
    grant.delete()


def _lendings(department: Department) -> QuerySet[Lending]:
    return Lending.objects.filter(department=department).exclude(state=Lending.State.ENDED)


def _pass_lendings(handover: Handover) -> None:
    """Whoever is lent to it works for the successor; who is lent there already, only once."""
    there = set(_lendings(handover.heir).values_list("staff_id", "role"))
    for lending in _lendings(handover.source).select_for_update():
        if (lending.staff_id, lending.role) in there:
            lending.state = Lending.State.ENDED
        else:
            lending.department = handover.heir
        lending.save(update_fields=["state", "department"])


def _machines(department: Department) -> QuerySet[ApiClient]:
    return ApiClient.objects.filter(department_id=department.id, revoked_at=None)


def _pass_machines(handover: Handover) -> None:
    """They see another department's cases from now on, so a second administrator lets them in again."""
    for client in _machines(handover.source).select_for_update():
        client.department_id = handover.heir.id
        client.save(update_fields=["department_id"])
        key_waits_again(handover.actor, client)
        _told(handover, "client.moved", "client", client)
    clients.forget()


def _told(handover: Handover, action: str, kind: str, held: Office | Staff | ApiClient) -> None:
    before, after = {"department": handover.source.id}, {"department": handover.heir.id}
    trail.wrote(handover.actor, action, subject=(kind, held.id), before=before, after=after)


leans("offices", _("Offices that are open"), lambda one: _offices(one).count(), _pass_offices)
leans("staff", _("Staff at work"), lambda one: _people(one).count(), _pass_people)
leans("lendings", _("People lent to it"), lambda one: _lendings(one).count(), _pass_lendings)
leans("grants", _("Roles held in it"), lambda one: _grants(one).count(), _pass_grants)
leans("clients", _("API clients that act in its name"), lambda one: _machines(one).count(), _pass_machines)
