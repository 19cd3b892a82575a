"""Batch intake: one answer for each item, idempotent by item, everything written that one request writes."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minben.cases.actions.submit import submit
from minben.cases.actions.submit_many import MOST, submit_many
from minben.cases.intake import Submission, Submitted
from minben.cases.models import Case, CaseEvent, CaseScope, CaseSearch, Interaction
from minben.foundation.access.actor import Actor, ActorKind, Grant
from minben.foundation.access.roles import Role
from minben.foundation.access.scopes import Scope
from minben.foundation.audit.models import AuditLine
from minben.foundation.events.models import EventRow
from minben.foundation.records.errors import Conflict, Invalid, Refused
from minben.parties.models import Party
from minben.processes.models import Clock, Task
from tests.factories.town import citizen, make_town

pytestmark = pytest.mark.django_db
FROM_MACHINE = Actor(
    kind=ActorKind.MACHINE,
    session="intake",
    grants=(Grant(Role.AGENT, None),),
    scopes=frozenset({Scope.CASES_WRITE}),
)


def lamp(n: int, **other: object) -> tuple[str, Submission]:
    return f"lamp-{n}", Submission(kind="complaint", title=f"路燈 {n}", channel="api", **other)  # type: ignore[arg-type]


def test_each_item_becomes_a_case_with_everything_that_one_request_brings() -> None:
    town = make_town()
    person = Party.objects.create(kind="person", name="王小明")
    found = submit_many(FROM_MACHINE, [lamp(n, party_id=person.id) for n in range(3)])
    assert [isinstance(one, Submitted) and one.new for one in found] == [True] * 3
    cases = list(Case.objects.order_by("number"))
    assert [case.title for case in cases] == ["路燈 0", "路燈 1", "路燈 2"]
    for case, answer in zip(cases, found, strict=True):
        assert isinstance(answer, Submitted)
        assert (answer.number, answer.case_id, answer.promised_at) == (case.number, case.id, case.promised_at)
        assert Clock.objects.filter(subject_id=case.id).count() == 2
        assert Task.objects.get(subject_id=case.id).department_id == town.centre.id
        assert set(CaseScope.objects.filter(case=case).values_list("part", flat=True)) == {"centre", "above"}
        assert CaseEvent.objects.get(case_id=case.id).name == "submit"
        assert Interaction.objects.get(case_id=case.id).party_id == person.id
        assert AuditLine.objects.filter(case_id=case.id, action="case.submit").count() == 1
        assert EventRow.objects.get(subject_id=case.id).payload == {"number": case.number}
    assert CaseSearch.objects.count() == 3


def test_one_request_and_many_write_the_same_rows() -> None:
    make_town()
    alone = submit(FROM_MACHINE, lamp(0)[1], key="alone")
    (together,) = submit_many(FROM_MACHINE, [("together", lamp(0)[1])])
    assert isinstance(together, Submitted)
    own = {"id", "number", "track_token", "track_digest", "promised_at"}
    left, right = Case.objects.filter(id__in=[alone.case_id, together.case_id]).values()
    assert {k: v for k, v in left.items() if k not in own} == {k: v for k, v in right.items() if k not in own}


def test_a_bad_item_stops_none_of_the_others_and_says_what_is_wrong() -> None:
    make_town()
    bad = ("bad", Submission(kind="complaint", title=" "))
    stranger = lamp(8, party_id=uuid.uuid4())
    gone = ("gone", Submission(kind="application", title="證", service_version_id=uuid.uuid4()))
    nameless = ("", lamp(9)[1])
    found = submit_many(FROM_MACHINE, [lamp(1), bad, stranger, gone, nameless, lamp(2)])
    assert [type(one) for one in found] == [Submitted, Invalid, Invalid, Invalid, Invalid, Submitted]
    assert [list(one.fields) for one in found if isinstance(one, Invalid)] == [
        ["title"],
        ["party_id"],
        ["service"],
        ["key"],
    ]
    assert Case.objects.count() == 2


def test_the_same_items_again_make_nothing_new_and_another_request_under_a_key_is_a_conflict() -> None:
    make_town()
    first = submit_many(FROM_MACHINE, [lamp(1), lamp(2)])
    again = submit_many(FROM_MACHINE, [lamp(2), ("lamp-1", lamp(5)[1]), lamp(3), lamp(3)])
    assert isinstance(first[1], Submitted) and isinstance(again[0], Submitted)
    assert (again[0].number, again[0].new) == (first[1].number, False)
    assert isinstance(again[1], Conflict)
    assert [one.new for one in again[2:] if isinstance(one, Submitted)] == [True, False]
    assert Case.objects.count() == 3


def test_a_key_used_by_one_request_is_known_to_many() -> None:
    make_town()
    key, request = lamp(1)
    made = submit(FROM_MACHINE, request, key=key)
    (found,) = submit_many(FROM_MACHINE, [(key, request)])
    assert isinstance(found, Submitted)
    assert (found.case_id, found.new) == (made.case_id, False)


def test_the_statements_do_not_grow_with_the_items() -> None:
    make_town()
    submit_many(FROM_MACHINE, [lamp(0)])
    counts = []
    for size in (2, 40):
        with CaptureQueriesContext(connection) as run:
            submit_many(FROM_MACHINE, [lamp(size * 100 + n) for n in range(size)])
        counts.append(len(run.captured_queries))
    assert counts[0] == counts[1] <= 7


def test_too_many_and_those_who_may_not_are_turned_away_as_a_whole() -> None:
    make_town()
    with pytest.raises(Invalid):
        submit_many(FROM_MACHINE, [lamp(1)] * (MOST + 1))
    with pytest.raises(Refused):
        submit_many(Actor(kind=ActorKind.STAFF), [lamp(1)])
    assert submit_many(citizen(), []) == []
