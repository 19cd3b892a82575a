"""The government changes by its administrators only, and every change is in the trail."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from minben.agencies import queries
from minben.agencies.actions import (
    grant_role,
    hire_staff,
    move_department,
    open_department,
    record_leave,
    release_staff,
    revoke_role,
    set_calendar_exception,
)
from minben.foundation.access.actor import SYSTEM, ActorKind
from minben.foundation.access.roles import Role
from minben.foundation.access.web import actor_of
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from tests.factories import agencies

pytestmark = pytest.mark.django_db


def test_a_department_knows_everything_above_it_and_below_it():
    bureau = agencies.department()
    section = agencies.department(bureau.jurisdiction, parent=bureau)
    desk = agencies.department(bureau.jurisdiction, parent=section)
    assert desk.ancestors == [str(section.id), str(bureau.id)]
    assert set(queries.departments_under(bureau.id)) == {bureau.id, section.id, desk.id}
    assert desk.sort_key


def test_a_department_that_moves_takes_everything_below_along():
    bureau = agencies.department()
    other = agencies.department(bureau.jurisdiction)
    section = agencies.department(bureau.jurisdiction, parent=bureau)
    desk = agencies.department(bureau.jurisdiction, parent=section)
    move_department(SYSTEM, section, parent=other)
    desk.refresh_from_db()
    assert desk.ancestors == [str(section.id), str(other.id)]


def test_a_department_cannot_stand_under_itself():
    bureau = agencies.department()
    section = agencies.department(bureau.jurisdiction, parent=bureau)
    with pytest.raises(Invalid):
        move_department(SYSTEM, bureau, parent=section)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM])
def test_only_the_system_administrator_opens_departments_and_hires(role):
    bureau = agencies.department()
    agencies.staff(Role.SYSTEM)
    actor = agencies.actor(role)
    with pytest.raises(Refused):
        open_department(actor, bureau.jurisdiction, "X", name={"en": "X"})
    with pytest.raises(Refused):
        hire_staff(actor, bureau, "9", name="王")


def test_a_code_in_use_is_refused_at_its_field():
    bureau = agencies.department(code="civil")
    with pytest.raises(Invalid) as refusal:
        open_department(SYSTEM, bureau.jurisdiction, "civil", name={"en": "Civil"})
    assert "code" in refusal.value.fields


def test_the_security_administrator_gives_and_takes_roles_and_the_trail_knows():
    security, clerk = agencies.actor(Role.SECURITY), agencies.staff()
    grant_role(security, clerk, Role.OFFICER)
    grant_role(security, clerk, Role.OFFICER)
    assert revoke_role(security, clerk, Role.OFFICER, reason="moved") is True
    assert revoke_role(security, clerk, Role.OFFICER) is False
    lines = AuditLine.objects.filter(subject_id=clerk.id, action__startswith="staff.role").order_by("id")
    assert [line.action for line in lines] == ["staff.role.granted", "staff.role.revoked"]
    assert lines[0].actor_id == security.staff_id


def test_the_system_administrator_names_the_first_security_administrator_only():
    system, first, second = agencies.actor(Role.SYSTEM), agencies.staff(), agencies.staff()
    with pytest.raises(Refused):
        grant_role(system, first, Role.OFFICER)
    grant_role(system, first, Role.SECURITY)
    with pytest.raises(Refused):
        grant_role(system, second, Role.SECURITY)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Role.SYSTEM, Role.SECURITY),
        (Role.AUDIT, Role.OFFICER),
        (Role.AGENT, Role.AUDIT),
    ],
)
def test_administrators_hold_no_other_role(held, wanted):
    with pytest.raises(Conflict):
        grant_role(SYSTEM, agencies.staff(held), wanted)


def test_an_actor_is_built_in_two_statements(django_assert_num_queries):
    clerk = agencies.staff(Role.OFFICER, Role.CHECKER)
    with django_assert_num_queries(2):
        actor = queries.actor_for(clerk.account)
    assert actor.roles == {"officer", "checker"}
    assert actor.departments(Role.OFFICER) == {clerk.department_id}


def request_of(path, account):
    request = RequestFactory().get(path)
    request.user, request.session = account or AnonymousUser(), SessionStore()
    return request


def test_a_staff_session_counts_at_the_desk_only():
    clerk = agencies.staff(Role.AGENT)
    assert actor_of(request_of("/desk/", clerk.account)).kind == ActorKind.STAFF
    assert actor_of(request_of("/desk/", None)).kind == ActorKind.ANONYMOUS
    assert actor_of(request_of("/", clerk.account)).kind != ActorKind.STAFF


def test_somebody_who_left_acts_no_more():
    clerk = agencies.staff(Role.AGENT)
    release_staff(SYSTEM, clerk, reason="retired")
    clerk.account.refresh_from_db()
    assert queries.actor_for(clerk.account) is None
    assert clerk.account.is_active is False


def test_names_are_asked_for_once(django_assert_num_queries):
    clerk = agencies.staff()
    queries.forget_names()
    with django_assert_num_queries(1):
        assert queries.staff_names([clerk.id]) == {clerk.id: "林小雯"}
        assert queries.staff_names([clerk.id]) == {clerk.id: "林小雯"}


def test_leave_is_recorded_by_oneself_or_ones_supervisor():
    clerk = agencies.staff(Role.OFFICER)
    supervisor = agencies.actor(Role.SUPERVISOR, where=clerk.department)
    stranger = agencies.actor(Role.OFFICER)
    days = (dt.date(2026, 5, 4), dt.date(2026, 5, 8))
    record_leave(queries.actor_for(clerk.account), clerk, *days)
    record_leave(supervisor, clerk, *days, substitute=agencies.staff())
    with pytest.raises(Refused):
        record_leave(stranger, clerk, *days)
    with pytest.raises(Invalid):
        record_leave(supervisor, clerk, days[1], days[0])
    with pytest.raises(Invalid):
        record_leave(supervisor, clerk, *days, substitute=clerk)


def test_a_jurisdictions_own_exception_reaches_its_calendar(django_capture_on_commit_callbacks):
    place = agencies.jurisdiction()
    monday = dt.date(2026, 3, 2)
    assert queries.calendar_of(place).is_workday(monday)
    with django_capture_on_commit_callbacks(execute=True):
        set_calendar_exception(SYSTEM, place, monday, working=False)
    assert not queries.calendar_of(place).is_workday(monday)


def test_the_centre_is_found_or_said_to_be_missing():
    place = agencies.jurisdiction()
    with pytest.raises(Missing):
        queries.centre(place)
    made = agencies.department(place, is_centre=True)
    assert queries.centre(place) == made


def test_the_security_administrator_hires_the_first_system_administrator_only():
    security, bureau = agencies.actor(Role.SECURITY), agencies.department()
    chief = hire_staff(security, bureau, "1", name="陳主任")
    grant_role(security, chief, Role.SYSTEM)
    with pytest.raises(Refused):
        hire_staff(security, bureau, "2", name="王大明")
