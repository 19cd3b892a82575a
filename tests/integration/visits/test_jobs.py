"""What the night does: yesterday's counters and numbers are over, visits of two years ago are forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from minben.cases.models import Rating
from minben.demo import halls
from minben.foundation.records.ids import id_at
from minben.visits import actions
from minben.visits.jobs import KEPT, end_the_day, forget_old_visits
from minben.visits.models import Appointment, Counter, Ticket
from tests.factories.callers import known_person
from tests.factories.town import citizen, make_town
from tests.factories.visits import TUESDAY, at, make_hall

pytestmark = pytest.mark.django_db
NIGHT = dt.datetime(2026, 3, 4, 18, 17, tzinfo=dt.UTC)


def test_what_nobody_ended_is_over_after_the_night_and_today_is_left_alone() -> None:
    hall = make_hall(make_town())
    actions.open_counter(hall.clerks[0], hall.counters[0].id, now=TUESDAY)
    old = actions.take_number(citizen(), hall.office.id, None, key="a", now=TUESDAY)
    who = actions.Who(name="王", phone="13800138000")
    missed = actions.book(citizen(), hall.office.id, None, at(11), who, key="b", now=TUESDAY)
    coming = actions.book(citizen(), hall.office.id, None, at(11, day=5), who, key="c", now=TUESDAY)
    end_the_day.func(int(TUESDAY.timestamp()))
    assert Counter.objects.filter(open=True).count() == 1
    end_the_day.func(int(NIGHT.timestamp()))
    for row in (old, missed, coming):
        row.refresh_from_db()
    assert (old.state, missed.state, coming.state) == ("left", "missed", "booked")
    assert not Counter.objects.filter(open=True).exists()


def test_old_visits_go_and_their_ratings_stay_without_words() -> None:
    hall, now = make_hall(make_town()), timezone.now()
    then = now - KEPT - dt.timedelta(days=1)
    held = {"office": hall.office, "party": known_person()}
    booked = Appointment.objects.create(
        id=id_at(then), starts_at=then, minutes=15, token="old-one", told_at=then, **held
    )
    old = Ticket.objects.create(
        id=id_at(then), day=then.date(), number=1, token="old-two", since=then, appointment=booked, **held
    )
    new = Ticket.objects.create(day=now.date(), number=1, token="new-one", since=now, **held)
    Rating.objects.create(visit_id=old.id, level=5, channel="slip", comment="謝謝林小姐")
    forget_old_visits.func(int(now.timestamp()))
    assert list(Ticket.objects.all()) == [new]
    assert not Appointment.objects.exists()
    assert Rating.objects.get().comment == ""


def test_a_hall_of_the_practice_city_is_furnished_once_a_day() -> None:
    """Without its departments and guides too: what is not there is left out."""
    hall = make_hall(make_town(), code=halls.HALL)
    halls.furnish(1)
    assert Counter.objects.filter(office=hall.office).count() == len(hall.counters)
