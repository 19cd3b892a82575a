"""An empty installation and its first administrator."""

from __future__ import annotations

import dataclasses

import pytest

from minben.agencies.actions.found import Founding, found
from minben.agencies.models import Jurisdiction
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid

pytestmark = pytest.mark.django_db

GOOD = Founding(
    place="明河市",
    time_zone="Asia/Taipei",
    calendar="TW",
    administrator="林安",
    email="lin@minghe.example",
    password="ferry-lantern-72-oak",
)


def test_the_first_person_is_the_security_administrator_and_nothing_else() -> None:
    staff = found(GOOD)
    assert [grant.role for grant in staff.grants.all()] == [Role.SECURITY]
    assert staff.department.is_centre
    assert staff.account is not None
    assert staff.account.check_password(GOOD.password)
    assert not staff.account.practice
    assert not Jurisdiction.objects.get().practice


def test_founding_is_in_the_trail() -> None:
    staff = found(GOOD)
    assert AuditLine.objects.get(action="installation.founded").subject_id == staff.id


def test_an_installation_is_founded_once() -> None:
    found(GOOD)
    with pytest.raises(Conflict):
        found(GOOD)


@pytest.mark.parametrize(
    ("field", "value"), [("place", " "), ("administrator", ""), ("email", "lin"), ("password", "12345678901")]
)
def test_an_unusable_answer_is_named_and_nothing_is_made(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        found(dataclasses.replace(GOOD, **{field: value}))
    assert set(refusal.value.fields) == {field}
    assert not Jurisdiction.objects.exists()
