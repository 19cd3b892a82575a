"""Past times, full times, closed days, somebody else's token, double clicks, wrong clerks: a calm answer and no harm."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils.translation import override

from minben.agencies.actions import set_own_days
from minben.catalog.models import PublicService, ServiceVersion
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Invalid, Missing, Problem, Refused
from minben.parties.models import Party
from minben.visits import actions
from minben.visits.models import Appointment, Counter, ServiceTime, Ticket
from minben.visits.queries import day_of
from tests.factories.desk import sit_down
from tests.factories.town import citizen, make_town
from tests.factories.visits import TUESDAY, Hall, at, make_hall

MONDAY = at(9, day=2)
WANG = actions.Who(name="王小明", phone="13800138000")


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall(make_town())


def book(
    hall: Hall, when: dt.datetime, *, key: str = "", now: dt.datetime = MONDAY, who: Any = WANG
) -> Appointment:
    return actions.book(citizen(), hall.office.id, None, when, who, key=key or uuid.uuid4().hex, now=now)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (at(8, 30, day=2), "over"),
        (at(9, 10), "closed"),
        (at(12), "closed"),
        (at(17), "closed"),
        (at(10, day=7), "closed"),
        (at(10, day=31), "ahead"),
    ],
)
def test_a_time_that_cannot_be_says_why(hall: Hall, when: dt.datetime, said: str) -> None:
    with override("en"), pytest.raises(Invalid) as problem:
        book(hall, when)
    with override("en"):
        assert said in str(problem.value.fields["time"])
    assert not Appointment.objects.exists()


def test_the_departments_own_day_off_cannot_be_booked(hall: Hall) -> None:
    with time_machine.travel(MONDAY, tick=False):
        set_own_days(SYSTEM, hall.town.water, dt.date(2026, 3, 4), dt.date(2026, 3, 4))
    with pytest.raises(Invalid):
        book(hall, at(10, day=4))


def test_a_full_time_is_a_conflict_and_the_same_press_twice_is_not(hall: Hall) -> None:
    first = book(hall, at(10), key="one")
    assert book(hall, at(10), key="one").id == first.id
    book(hall, at(10), key="two")
    with pytest.raises(Conflict):
        book(hall, at(10), key="three")
    actions.cancel(citizen(), first.id, now=MONDAY)
    book(hall, at(10), key="four")


@pytest.mark.parametrize("who", [actions.Who(name=" ", phone="13800138000"), actions.Who(name="王")])
def test_somebody_without_a_name_or_a_way_to_be_reached(hall: Hall, who: actions.Who) -> None:
    with pytest.raises(Invalid):
        book(hall, at(10), who=who)
    assert not Party.objects.exists()


def test_too_late_to_move_or_cancel_and_never_twice(hall: Hall) -> None:
    held = book(hall, at(10))
    with pytest.raises(Conflict):
        actions.move(citizen(), held.id, at(11), now=at(8, 1))
    with pytest.raises(Conflict):
        actions.cancel(citizen(), held.id, now=at(8, 1))
    actions.cancel(citizen(), held.id, now=at(8))
    with pytest.raises(Conflict):
        actions.cancel(citizen(), held.id, now=at(8))
    with pytest.raises(Conflict):
        actions.arrive(citizen(), held.id, now=at(9, 55))


def test_moving_to_a_full_time_keeps_the_old_one(hall: Hall) -> None:
    held = book(hall, at(10))
    book(hall, at(11))
    book(hall, at(11))
    with pytest.raises(Conflict):
        actions.move(citizen(), held.id, at(11), now=MONDAY)
    held.refresh_from_db()
    assert (held.starts_at, held.moved) == (at(10), 0)


def test_an_appointment_of_another_day_gives_no_number_and_twice_gives_the_same(hall: Hall) -> None:
    held = book(hall, at(10))
    with pytest.raises(Conflict):
        actions.arrive(citizen(), held.id, now=MONDAY)
    one = actions.arrive(citizen(), held.id, now=at(9, 50))
    assert actions.arrive(citizen(), held.id, now=at(9, 51)).id == one.id


def test_no_number_at_night_or_on_a_holiday(hall: Hall) -> None:
    for now in (at(7), at(17), at(10, day=7)):
        with pytest.raises(Conflict):
            actions.take_number(citizen(), hall.office.id, None, key=uuid.uuid4().hex, now=now)
    assert actions.take_number(citizen(), hall.office.id, None, key="a", now=at(8, 30)).number == 1


@pytest.mark.parametrize(
    "path",
    [
        "appointments/mine/{token}/",
        "appointments/mine/{token}/move/",
        "appointments/mine/{token}/calendar.ics",
        "n/{token}/",
        "n/{token}/rate/",
        "n/{token}/slip/",
        "wall/{token}",
        "offices/no-such-hall",
        "appointments/at/no-such-hall/",
        "appointments/at/hall-water/no-such-service/",
        "appointments/at/hall-water/other/2026-03-99/",
        "appointments/at/hall-water/other/1999-01-01/",
        "appointments/at/hall-water/other/2026-03-03/25-61/",
        "appointments/at/hall-water/other/2026-03-03/03-00/",
        "appointments/at/hall-water/other/2026-03-03/x/",
    ],
)
def test_what_is_nobodys_is_a_page_that_does_not_exist(hall: Hall, path: str) -> None:
    with time_machine.travel(MONDAY, tick=True):
        for token in ("a" * 24, "nobodys-token"):
            assert Client().get("/en/" + path.format(token=token)).status_code == 404


def test_the_public_names_no_party_and_a_machine_books_nothing(hall: Hall) -> None:
    somebody = Party.objects.create(kind="person", name="別人")
    made = actions.take_number(citizen(), hall.office.id, None, key="a", party_id=somebody.id, now=TUESDAY)
    assert made.party_id is None
    machine = Actor(kind=ActorKind.MACHINE)
    with pytest.raises(Refused):
        actions.book(machine, hall.office.id, None, at(10), WANG, key="b", now=MONDAY)


def test_another_departments_clerk_sits_nowhere_here_and_sees_no_day(hall: Hall) -> None:
    stranger = hall.town.actor(Role.OFFICER, hall.town.roads)
    with pytest.raises(Refused):
        actions.open_counter(stranger, hall.counters[0].id, now=TUESDAY)
    with pytest.raises(Missing):
        day_of(stranger, hall.office.id, TUESDAY)


def test_one_counter_a_clerk_one_clerk_a_counter(hall: Hall) -> None:
    one, other = hall.clerks
    actions.open_counter(one, hall.counters[0].id, now=TUESDAY)
    with pytest.raises(Conflict):
        actions.open_counter(other, hall.counters[0].id, now=TUESDAY)
    actions.open_counter(one, hall.counters[1].id, now=TUESDAY)
    assert list(Counter.objects.filter(open=True)) == [hall.counters[1]]
    tomorrow = TUESDAY + dt.timedelta(days=1)
    assert actions.open_counter(other, hall.counters[1].id, now=tomorrow).staff_id == other.staff_id


def waiting(hall: Hall, count: int, now: dt.datetime = TUESDAY) -> list[Ticket]:
    return [
        actions.take_number(
            citizen(), hall.office.id, None, key=uuid.uuid4().hex, now=now + dt.timedelta(seconds=n)
        )
        for n in range(count)
    ]


def test_pressing_next_twice_calls_one_and_what_is_not_here_is_not_served(hall: Hall) -> None:
    clerk, counter = hall.clerks[0], hall.counters[0]
    actions.open_counter(clerk, counter.id, now=TUESDAY)
    assert actions.call_next(clerk, counter.id, now=TUESDAY) is None
    with pytest.raises(Conflict):
        actions.serve(clerk, counter.id, now=TUESDAY)
    waiting(hall, 2)
    now = TUESDAY + dt.timedelta(minutes=1)
    first = actions.call_next(clerk, counter.id, now=now)
    again = actions.call_next(clerk, counter.id, now=now)
    assert first is not None
    assert again is not None
    assert first.id == again.id
    with pytest.raises(Conflict):
        actions.close_counter(clerk, counter.id)
    with pytest.raises(Invalid):
        actions.serve(clerk, counter.id, case_number="MB-2026-000000999-1", now=now)
    with pytest.raises(Conflict):
        actions.rate_visit(citizen(), first.id, level=5)


def test_priority_only_by_proof_and_it_is_kept_who_saw_it(hall: Hall) -> None:
    clerk = hall.clerks[0]
    plain, entitled = waiting(hall, 2)
    for basis, proof in (("", "card"), ("law", " ")):
        with pytest.raises(Invalid):
            actions.record_priority(clerk, entitled.id, basis=basis, proof=proof)
    with pytest.raises(Refused):
        actions.record_priority(citizen(), entitled.id, basis="law", proof="card")
    held = actions.record_priority(clerk, entitled.id, basis="殘疾人保障法第五十條", proof="殘疾人證")
    assert held.proof_seen_by == clerk.staff_id
    actions.open_counter(clerk, hall.counters[0].id, now=TUESDAY)
    called = actions.call_next(clerk, hall.counters[0].id, now=TUESDAY + dt.timedelta(minutes=1))
    assert called is not None
    assert called.id == entitled.id
    assert plain.number == 1


def test_a_missed_one_comes_back_and_waits_from_now_on(hall: Hall) -> None:
    clerk, counter = hall.clerks[0], hall.counters[0]
    first, second = waiting(hall, 2)
    actions.open_counter(clerk, counter.id, now=TUESDAY)
    now = TUESDAY + dt.timedelta(minutes=2)
    actions.call_next(clerk, counter.id, now=now)
    actions.miss(clerk, counter.id, now=now)
    actions.bring_back(clerk, first.id, now=now)
    called = actions.call_next(clerk, counter.id, now=now)
    assert called is not None
    assert called.id == second.id
    with pytest.raises(Conflict):
        actions.bring_back(clerk, second.id, now=now)


def test_who_is_passed_on_comes_to_that_counter_and_to_no_other(hall: Hall) -> None:
    (one, other), (here, there) = hall.clerks, hall.counters
    waiting(hall, 3)
    actions.open_counter(one, here.id, now=TUESDAY)
    now = TUESDAY + dt.timedelta(minutes=2)
    held = actions.call_next(one, here.id, now=now)
    assert held is not None
    with pytest.raises(Invalid):
        actions.pass_on(one, here.id, there.id, now=now)
    actions.open_counter(other, there.id, now=now)
    actions.pass_on(one, here.id, there.id, now=now)
    mine = actions.call_next(one, here.id, now=now)
    theirs = actions.call_next(other, there.id, now=now)
    assert mine is not None
    assert theirs is not None
    assert theirs.id == held.id
    assert mine.id != held.id


def at_once(*works: Callable[[], object]) -> list[object]:
    """Each in a thread with a connection of its own, all starting together; results or what was raised."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(n: int) -> None:
        try:
            gate.wait()
            results[n] = works[n]()  # type: ignore[call-overload]
        except Problem as error:
            results[n] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_clerks_who_press_in_the_same_moment_never_get_the_same_person() -> None:
    hall = make_hall(make_town(), counters=4)
    waiting(hall, 12)
    for clerk, counter in zip(hall.clerks, hall.counters, strict=True):
        actions.open_counter(clerk, counter.id, now=TUESDAY)
    now, seen = TUESDAY + dt.timedelta(minutes=1), []
    for _round in range(3):
        pairs = list(zip(hall.clerks, hall.counters, strict=True))
        called = at_once(
            *(
                lambda clerk=clerk, key=counter.id: actions.call_next(clerk, key, now=now)
                for clerk, counter in pairs
            )
        )
        assert all(isinstance(one, Ticket) for one in called), called
        seen += [one.id for one in called if isinstance(one, Ticket)]
        for clerk, counter in pairs:
            actions.serve(clerk, counter.id, now=now)
    assert len(set(seen)) == 12


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_the_last_place_at_once_one_gets_it() -> None:
    hall = make_hall(make_town(), counters=1)
    results = at_once(*(lambda key=key: book(hall, at(10), key=key) for key in ("one", "two", "three")))
    assert sorted(type(one).__name__ for one in results) == ["Appointment", "Conflict", "Conflict"]
    assert Appointment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_are_all_different_and_without_a_gap() -> None:
    hall = make_hall(make_town())
    results = at_once(
        *(
            lambda key=key: actions.take_number(citizen(), hall.office.id, None, key=key, now=TUESDAY)
            for key in ("a", "b", "c", "d", "a")
        )
    )
    assert not [one for one in results if isinstance(one, Exception)]
    assert sorted(Ticket.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def offered(hall: Hall, slug: str) -> ServiceVersion:
    """Its places are written while it is a draft; then it is published."""
    service = PublicService.objects.create(
        jurisdiction=hall.town.jurisdiction, department=hall.town.water, slug=slug
    )
    version = ServiceVersion.objects.create(
        service=service, number=1, state="draft", name={"zh-hant": slug}, promised_amount=7, promised_unit="1"
    )
    version.places.add(hall.office)
    ServiceVersion.objects.filter(pk=version.pk).update(state=ServiceVersion.State.PUBLISHED)
    return version


def test_an_old_page_of_times_changes_only_what_was_typed_over(hall: Hall) -> None:
    versions = [offered(hall, slug) for slug in ("water-connection", "water-meter")]
    one, other = (str(version.service_id) for version in versions)
    page = f"/desk/receptions/{hall.office.id}/times"
    desk = sit_down(hall.town.water, Role.SUPERVISOR).client
    actions.set_service_time(SYSTEM, hall.office, versions[0].service, 45)
    shown = desk.get(page).content.decode()
    assert f'name="initial-{one}" value="45"' in shown
    actions.set_service_time(SYSTEM, hall.office, versions[0].service, 30)
    kept = desk.post(page, {f"initial-{one}": "45", one: "45", f"initial-{other}": "", other: "20"})
    assert kept.status_code == 302
    held = {str(key): minutes for key, minutes in ServiceTime.objects.values_list("service_id", "minutes")}
    assert held == {one: 30, other: 20}
