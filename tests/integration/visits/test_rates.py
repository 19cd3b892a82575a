"""Every rating counts: of a case, of a visit, good or bad; by department, person and channel."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from minben.cases.actions.rating import rate
from minben.cases.models import Rating
from minben.cases.ratings.rates import rates
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Refused
from minben.foundation.records.personal import erase_all, export_of, objections
from minben.parties.models import Priority
from minben.visits import actions
from minben.visits.models import Appointment
from tests.factories.callers import known_person
from tests.factories.cases import closed
from tests.factories.town import citizen, make_town
from tests.factories.visits import TUESDAY, at, make_hall, served

pytestmark = pytest.mark.django_db
LATER = TUESDAY + dt.timedelta(minutes=9)


def test_cases_and_visits_are_counted_together() -> None:
    town = make_town()
    hall = make_hall(town)
    case = closed(town)
    rate(SYSTEM, case.id, level=5, channel="phone")
    for key, level in (("a", 4), ("b", 1)):
        actions.rate_visit(citizen(), served(hall, key).id, level=level, reasons=["slow"])
    supervisor, now = town.actor(Role.SUPERVISOR, town.government), timezone.now()
    (water,) = rates(supervisor, "department", now)
    assert (water.name, water.given, water.visits, water.pleased, water.bad) == ("水務局", 3, 2, 2, 1)
    assert [row.given for row in rates(supervisor, "person", now)] == [2, 1]
    assert sorted(row.given for row in rates(supervisor, "channel", now)) == [1, 2]
    assert rates(town.actor(Role.SUPERVISOR, town.roads), "department", now) == []
    with pytest.raises(Refused):
        rates(hall.clerks[0], "department", now)


def test_the_database_holds_one_rating_for_each_thing_and_one_thing_for_each_rating() -> None:
    hall = make_hall(make_town())
    visit = served(hall, "a")
    actions.rate_visit(citizen(), visit.id, level=2, reasons=["attitude"])
    with pytest.raises(Conflict):
        actions.rate_visit(citizen(), visit.id, level=5)
    for both in ({}, {"visit_id": visit.id, "case": closed(hall.town)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(level=5, channel="web", **both)


def test_priority_on_the_record_counts_by_itself_and_a_person_sees_and_erases_their_visit() -> None:
    hall = make_hall(make_town())
    party = known_person()
    Priority.objects.create(party=party, kind="age", basis="law", proof="card", since=dt.date(2020, 1, 1))
    visit = served(hall, "a", party_id=party.id)
    assert (visit.statutory, visit.proof_seen_by) == (True, None)
    actions.rate_visit(citizen(), visit.id, level=1, comment="等太久")
    (told,) = export_of([party.id])["visits.Ticket"]
    assert (told["note"], told["rating"]["comment"]) == ("帶了原件", "等太久")
    erase_all([party.id])
    visit.refresh_from_db()
    assert (visit.note, Rating.objects.get().comment) == ("", "—")


def test_whoever_has_an_appointment_still_to_come_is_not_erased_yet() -> None:
    hall, party = make_hall(make_town()), known_person()
    held = actions.book(
        citizen(), hall.office.id, None, at(10, day=4), actions.Who(party_id=party.id), key="a", now=TUESDAY
    )
    assert objections([party.id])
    actions.cancel(citizen(), held.id, now=TUESDAY)
    assert not objections([party.id])
    assert Appointment.objects.get().state == "cancelled"


def test_the_worked_examples_of_the_guides_are_as_they_say() -> None:
    """docs/how-to/counter.md: priority by law, a booked time, and the third call for whoever came first."""
    hall = make_hall(make_town())
    clerk, counter = hall.clerks[0], hall.counters[0]
    chen = actions.book(
        citizen(),
        hall.office.id,
        None,
        at(10, 30),
        actions.Who(name="陳", phone="13800138000"),
        key="c",
        now=at(9),
    )
    wang = actions.take_number(citizen(), hall.office.id, None, key="w", now=at(10, 5))
    liu = actions.take_number(citizen(), hall.office.id, None, key="l", now=at(10, 12))
    actions.record_priority(clerk, liu.id, basis="殘疾人保障法第五十條", proof="殘疾人證")
    booked = actions.arrive(citizen(), chen.id, now=at(10, 20))
    actions.open_counter(clerk, counter.id, now=at(10, 20))
    order = []
    for now in (at(10, 21), at(10, 27), at(10, 34)):
        called = actions.call_next(clerk, counter.id, now=now)
        assert called is not None
        order.append(called.id)
        actions.serve(clerk, counter.id, now=now)
    assert order == [liu.id, booked.id, wang.id]
