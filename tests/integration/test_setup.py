"""An empty installation and its first administrator."""

from __future__ import annotations

import dataclasses

import pytest
from django.utils import timezone

from minben.agencies.actions.found import Founding, found
from minben.agencies.models import Jurisdiction
from minben.agencies.queries import city_name
from minben.catalog.models import Category
from minben.channels.actions import send
from minben.channels.models import Message, MessageTemplate
from minben.cli import migrate
from minben.config.environment import Environment
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid
from minben.foundation.records.partitions import missing_ahead

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


def test_a_new_installation_writes_to_people_and_sorts_requests() -> None:
    """What ``minben migrate`` brings to a real installation, and not to a practice city."""
    migrate.bring(Environment(practice=True))
    assert not Category.objects.exists()
    migrate.bring(Environment())
    found(GOOD)
    assert Category.objects.exists()
    for language, start in (
        ("zh-hant", "【明河市】驗證碼"),
        ("zh-hans", "【明河市】验证码"),
        ("en", "[明河市] Code"),
    ):
        asked = {"kind": "code", "to": "+8613800138000", "language": language}
        key = send(SYSTEM, "code", variables={"code": "123456", "city": city_name()}, **asked)
        assert Message.objects.get(id=key).body.startswith(start)


def test_bringing_it_again_changes_nothing() -> None:
    migrate.bring(Environment())
    rows = MessageTemplate.objects.count(), Category.objects.count(), AuditLine.objects.count()
    migrate.bring(Environment())
    assert rows == (MessageTemplate.objects.count(), Category.objects.count(), AuditLine.objects.count())


def test_no_row_of_a_growing_table_lies_outside_its_month() -> None:
    migrate.make_room()
    assert missing_ahead(timezone.localdate(), months=1) == []
