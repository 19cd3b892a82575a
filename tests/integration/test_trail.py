"""The trail's lines, and that the database refuses to change them."""

from __future__ import annotations

import uuid

import pytest
import structlog
from django.db import DatabaseError, connection, transaction

from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.audit import trail
from minben.foundation.audit.models import AuditLine, ReadLine

pytestmark = pytest.mark.django_db
CLERK = Actor(kind=ActorKind.STAFF, staff_id=uuid.uuid4(), account_id=uuid.uuid4(), name="林小雯")
CITIZEN = Actor(kind=ActorKind.PUBLIC, account_id=uuid.uuid4(), name="王大明")


def test_a_change_is_one_insert_and_holds_no_personal_value(django_assert_num_queries):
    subject = uuid.uuid4()
    with django_assert_num_queries(1):
        trail.wrote(
            CLERK,
            "party.phone.changed",
            subject=("party", subject),
            before={"phone": "+886912345678", "name": "王大明"},
            after={"phone": "+886900000000", "name": "王大明"},
        )
    line = AuditLine.objects.get()
    assert list(line.changes) == ["phone"]
    assert "9123" not in str(line.changes)
    assert line.changes["phone"][0] != line.changes["phone"][1]
    assert (line.actor_id, line.actor_name, line.subject_id) == (CLERK.staff_id, "林小雯", subject)
    assert line.xid > 0


def test_a_citizens_name_never_enters_the_trail():
    trail.wrote(CITIZEN, "case.hurried", subject=("case", uuid.uuid4()))
    assert AuditLine.objects.get().actor_name == ""


def test_a_list_page_writes_one_line_with_the_ids_it_showed(django_assert_num_queries):
    ids = [uuid.uuid4(), uuid.uuid4()]
    with django_assert_num_queries(1):
        trail.saw(CLERK, "desk.people", kind="party", ids=[*ids, ids[0]])
    assert ReadLine.objects.get().subject_ids == ids


def test_an_empty_list_page_writes_nothing():
    trail.saw(CLERK, "desk.people", kind="party", ids=[])
    assert not ReadLine.objects.exists()


def test_the_line_carries_the_id_of_the_request():
    with structlog.contextvars.bound_contextvars(request_id="r-17"):
        trail.wrote(SYSTEM, "case.closed", subject=("case", uuid.uuid4()))
    assert AuditLine.objects.get().request_id == "r-17"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditline SET reason = 'x'",
        "DELETE FROM audit_auditline",
        "TRUNCATE audit_auditline",
        "UPDATE audit_readline SET reason = 'x'",
        "DELETE FROM audit_readline",
    ],
)
def test_the_database_refuses_to_change_the_trail(statement):
    trail.wrote(SYSTEM, "case.closed", subject=("case", uuid.uuid4()))
    trail.saw(CLERK, "desk.party", kind="party", ids=[uuid.uuid4()])
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
