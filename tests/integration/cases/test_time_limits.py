"""The matrix of time limits: which limit holds, changing it, and what running clocks keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from minben.agencies.models import Jurisdiction
from minben.cases import limits
from minben.cases.actions.time_limits import restore_limit, set_limit
from minben.cases.limits import Cell, limit_for, limit_or_none
from minben.cases.models import Kind, Urgency
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Invalid, Refused
from minben.foundation.worktime import Unit
from minben.processes.actions.clocks import Limit
from minben.processes.models import Clock, TimeLimit
from tests.factories import cases
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
TWO = Limit(Decimal(2), Unit.WORKDAY, "City decision 2026-7")


@pytest.fixture
def town() -> Iterator[Town]:
    with translation.override("en"):
        yield make_town()


def put(town: Town, cell: Cell, limit: Limit = TWO, **how: object) -> TimeLimit:
    made = set_limit(SYSTEM, town.jurisdiction, cell, limit, **how)  # type: ignore[arg-type]
    limits.forget()
    return made


def held(town: Town, clock: str = "answer", kind: str = Kind.COMPLAINT, urgency: str = Urgency.E2) -> Limit:
    return limit_for(clock, kind=kind, urgency=urgency, place=town.jurisdiction.id)


@pytest.mark.parametrize(
    ("clock", "kind", "urgency", "amount", "unit", "note"),
    [
        ("answer", "complaint", "E2", "5", "workday", "for all others"),
        ("answer", "enquiry", "E2", "3", "workday", "kind and urgency go first"),
        ("answer", "enquiry", "E0", "2", "hour", "the urgency goes before the general one"),
        ("sign", "report", "E1", "0.5", "workhour", "urgent"),
        ("decide", "application", "E2", "20", "workday", "by law"),
        ("extension", "application", "E2", "10", "workday", "by law"),
        ("reopen", "complaint", "E2", "15", "fullday", "fifteen days to the minute"),
    ],
)
def test_what_came_with_the_installation(
    clock: str, kind: str, urgency: str, amount: str, unit: str, note: str
) -> None:
    found = limit_for(clock, kind=kind, urgency=urgency)
    assert (found.amount, found.unit) == (Decimal(amount), Unit(unit)), note
    assert found.rule


def test_nothing_limits_the_extension_of_a_request_but_its_own_length() -> None:
    assert limit_or_none("extension", kind=Kind.COMPLAINT, urgency=Urgency.E2) is None
    with pytest.raises(KeyError):
        limit_for("no such step", kind=Kind.COMPLAINT, urgency=Urgency.E2)


def test_every_limit_that_came_is_for_a_step_a_kind_and_an_urgency_that_exist() -> None:
    for cell in limits.shipped():
        assert cell.clock in limits.STEPS
        assert cell.kind in {"", *Kind.values}
        assert cell.urgency in {"", *Urgency.values}


def test_a_place_sets_its_own_and_the_more_exact_still_goes_first(town: Town) -> None:
    put(town, Cell("answer"))
    assert held(town) == TWO
    assert held(town, urgency=Urgency.E0).unit == Unit.HOUR
    assert held(town, kind=Kind.ENQUIRY).amount == 3
    put(town, Cell("answer", Kind.ENQUIRY), Limit(Decimal(1), Unit.WORKDAY, "x"))
    assert held(town, kind=Kind.ENQUIRY).amount == 3, "kind and urgency are more exact than the kind alone"
    elsewhere = Jurisdiction.objects.create(code="880000", name={"en": "Elsewhere"})
    assert limit_for("answer", kind="complaint", urgency="E2", place=elsewhere.id).amount == 5


def test_a_district_has_the_limits_of_its_city_unless_it_sets_its_own(town: Town) -> None:
    below = Jurisdiction.objects.create(code="990101", name={"en": "District"}, parent=town.jurisdiction)
    put(town, Cell("answer"))
    assert limit_for("answer", kind="complaint", urgency="E2", place=below.id) == TWO
    own = Limit(Decimal(1), Unit.WORKDAY, "District")
    set_limit(SYSTEM, below, Cell("answer"), own)
    limits.forget()
    assert limit_for("answer", kind="complaint", urgency="E2", place=below.id) == own
    assert held(town) == TWO


def test_a_later_day_waits_until_it_comes(town: Town) -> None:
    day = timezone.localdate() + dt.timedelta(days=10)
    put(town, Cell("answer"), since=day)
    assert held(town).amount == 5
    then = timezone.now() + dt.timedelta(days=11)
    found = limit_for("answer", kind="complaint", urgency="E2", place=town.jurisdiction.id, at=then)
    assert found == TWO


def test_what_began_before_has_the_limit_of_its_time(town: Town) -> None:
    put(town, Cell("answer"))
    before = timezone.now() - dt.timedelta(days=1)
    found = limit_for("answer", kind="complaint", urgency="E2", place=town.jurisdiction.id, at=before)
    assert found.amount == 5


def test_as_it_came_again(town: Town) -> None:
    put(town, Cell("answer"))
    restore_limit(SYSTEM, town.jurisdiction, Cell("answer"))
    limits.forget()
    assert held(town).amount == 5
    with pytest.raises(Conflict):
        restore_limit(SYSTEM, town.jurisdiction, Cell("answer"))
    assert TimeLimit.objects.count() == 2, "the history stays"
    told = list(
        AuditLine.objects.filter(action__startswith="time_limit")
        .order_by("id")
        .values_list("action", flat=True)
    )
    assert told == ["time_limit.set", "time_limit.restored"]


def test_a_new_clock_has_the_new_limit_and_a_running_one_keeps_its_own(town: Town) -> None:
    before = cases.make_case()
    put(town, Cell("answer"))
    after = cases.make_case()
    amounts = {
        case.id: Clock.objects.get(subject_id=case.id, kind="answer").amount for case in (before, after)
    }
    assert amounts == {before.id: Decimal(5), after.id: Decimal(2)}


def test_intake_asks_for_no_limits_once_they_are_known(town: Town, remembered_all_day: None) -> None:
    put(town, Cell("answer"))
    cases.make_case()
    with CaptureQueriesContext(connection) as asked:
        cases.make_case()
    assert not [query for query in asked.captured_queries if "timelimit" in query["sql"]]


@pytest.mark.parametrize(
    ("cell", "limit", "field"),
    [
        (Cell("sleep"), TWO, "clock"),
        (Cell("answer", "poem"), TWO, "kind"),
        (Cell("answer", "", "E9"), TWO, "urgency"),
        (Cell("answer"), Limit(Decimal(0), Unit.WORKDAY, "x"), "amount"),
        (Cell("answer"), Limit(Decimal(-1), Unit.WORKDAY, "x"), "amount"),
        (Cell("answer"), Limit(Decimal("1.5"), Unit.DAY, "x"), "amount"),
        (Cell("answer"), Limit(Decimal("1.001"), Unit.HOUR, "x"), "amount"),
        (Cell("answer"), Limit(Decimal(4000), Unit.DAY, "x"), "amount"),
        (Cell("answer"), Limit(Decimal("NaN"), Unit.DAY, "x"), "amount"),
        (Cell("answer"), Limit(Decimal(1), Unit.DAY, "  "), "rule"),
        (Cell("answer"), Limit(Decimal(1), Unit.DAY, "x" * 121), "rule"),
    ],
)
def test_what_is_no_limit_is_refused_at_its_field(town: Town, cell: Cell, limit: Limit, field: str) -> None:
    with pytest.raises(Invalid) as problem:
        put(town, cell, limit)
    assert field in problem.value.fields


def test_a_day_that_is_over_is_refused(town: Town) -> None:
    with pytest.raises(Invalid) as problem:
        put(town, Cell("answer"), since=timezone.localdate() - dt.timedelta(days=2))
    assert "since" in problem.value.fields


def test_who_looked_at_something_older_is_told(town: Town) -> None:
    first = put(town, Cell("answer"))
    other = Limit(Decimal(4), Unit.WORKDAY, "x")
    with pytest.raises(Conflict, match="meanwhile"):
        put(town, Cell("answer"), other, seen=None)
    put(town, Cell("answer"), other, seen=first.id)
    with pytest.raises(Conflict, match="different"):
        put(town, Cell("answer"), other)


def test_only_the_system_administrator_sets_limits(town: Town) -> None:
    for role in (Role.SUPERVISOR, Role.OFFICER):
        with pytest.raises(Refused):
            set_limit(town.actor(role, town.water), town.jurisdiction, Cell("answer"), TWO)
