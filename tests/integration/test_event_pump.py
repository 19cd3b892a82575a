"""The pump hands events over once, in order, and survives handlers that fail."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, connections, transaction

from minben.foundation.events import Event, announce, subscribe
from minben.foundation.events.models import EventRow, FailedEvent, Subscriber
from minben.foundation.events.pump import TRIES, pump_all, pump_once, retake
from minben.foundation.events.subscribers import Handler, forget
from minben.foundation.records.models import IdempotencyKey
from tests.waiting import settle

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
NAME = "tests.listener"


@dataclass(frozen=True)
class Rung(Event):
    name = "tests.bell.rung"
    number: int


class Listener:
    """Writes one row per event, so that its effects can be counted, and fails when told to."""

    def __init__(self) -> None:
        self.poison: set[int] = set()
        self.calls = 0

    def __call__(self, events: list[Rung]) -> None:
        self.calls += 1
        for event in events:
            IdempotencyKey.objects.create(caller="heard", key=f"{event.number}", digest=str(event.event_id))
            if event.number in self.poison:
                raise RuntimeError(f"cannot take {event.number}")

    @property
    def heard(self) -> list[int]:
        return [int(k) for k in IdempotencyKey.objects.order_by("id").values_list("key", flat=True)]


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()
    subscribe(NAME, Rung, from_start=True)(one)
    yield one
    forget(NAME)


def ring(*numbers: int, subject: uuid.UUID | None = None, wait: bool = True) -> None:
    with transaction.atomic():
        announce(*(Rung(subject or uuid.uuid4(), number=n) for n in numbers))
    if wait:
        settle()


def replace(handler: Handler) -> None:
    forget(NAME)
    subscribe(NAME, Rung, from_start=True)(handler)


def later(times: int) -> dt.datetime:
    return NOW + dt.timedelta(minutes=10 * times)


def test_what_was_announced_is_heard_once_in_order(listener):
    bell = uuid.uuid4()
    ring(1, 2, subject=bell)
    ring(3, subject=bell)
    assert pump_once(NOW) == 3
    assert pump_once(NOW) == 0
    assert listener.heard == [1, 2, 3]


def test_a_rolled_back_announcement_is_never_heard(listener):
    with transaction.atomic():
        announce(Rung(uuid.uuid4(), number=1))
        transaction.set_rollback(True)
    assert pump_all(NOW) == 0
    assert not EventRow.objects.exists()


def test_a_batch_larger_than_the_limit_is_read_in_pieces(listener):
    ring(*range(1200))
    assert [pump_once(NOW) for _ in range(4)] == [500, 500, 200, 0]
    assert listener.heard == list(range(1200))


def test_a_new_subscriber_starts_at_now_unless_it_asks_for_all_history():
    heard: list[int] = []
    ring(1)
    subscribe("tests.late", Rung)(lambda events: heard.extend(e.number for e in events))
    try:
        pump_once(NOW)
        ring(2)
        pump_once(NOW)
    finally:
        forget("tests.late")
    assert heard == [2]


def test_a_handler_that_fails_twice_gets_its_events_again_and_leaves_no_half_effect(listener):
    ring(1, 2)
    listener.poison = {2}
    assert pump_once(NOW) == 0
    assert listener.heard == []
    assert pump_once(NOW) == 0, "it waits before it tries again"
    assert listener.calls == 1
    assert pump_once(later(1)) == 1
    assert listener.heard == [1]
    listener.poison = set()
    assert pump_once(later(2)) == 1
    assert listener.heard == [1, 2]
    assert Subscriber.objects.get(name=NAME).failures == 0


def test_a_poisonous_event_is_parked_and_the_rest_go_on(listener):
    ring(1, 2, 3)
    listener.poison = {2}
    for round_ in range(TRIES + 1):
        pump_once(later(round_))
    assert listener.heard == [1, 3]
    parked = FailedEvent.objects.get()
    assert parked.subscriber == NAME
    assert "cannot take 2" in parked.error
    listener.poison = set()
    assert retake(NAME) == 1
    assert not FailedEvent.objects.exists()


def test_one_failing_subscriber_does_not_hold_up_another(listener):
    heard: list[int] = []
    subscribe("tests.other", Rung, from_start=True)(lambda events: heard.extend(e.number for e in events))
    listener.poison = {1}
    ring(1)
    try:
        pump_once(NOW)
    finally:
        forget("tests.other")
    assert heard == [1]


def in_thread(work) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_an_older_transaction_still_open_is_waited_for_and_nothing_is_lost(listener):
    opened, finish = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            announce(Rung(uuid.uuid4(), number=1))
            opened.set()
            finish.wait(10)

    thread = in_thread(slow)
    opened.wait(10)
    ring(2, wait=False)
    assert pump_once(NOW) == 0, "2 is younger than an open transaction"
    finish.set()
    thread.join()
    settle()
    assert pump_once(NOW) == 2
    assert listener.heard == [1, 2]


def test_two_pumps_at_once_hand_every_event_over_once(listener):
    ring(*range(40))
    inside, go = threading.Event(), threading.Event()

    def slow(events: list[Rung]) -> None:
        inside.set()
        go.wait(10)
        listener(events)

    replace(slow)
    thread = in_thread(lambda: pump_once(NOW))
    inside.wait(10)
    assert pump_once(NOW) == 0, "the cursor is held by the first pump"
    go.set()
    thread.join()
    assert pump_once(NOW) == 0
    assert sorted(listener.heard) == list(range(40))


def test_a_pump_that_dies_in_the_middle_leaves_the_events_for_the_next(listener):
    ring(1, 2)

    class Died(BaseException):
        pass

    def die(events: list[Rung]) -> None:
        listener(events)
        raise Died

    replace(die)
    with pytest.raises(Died):
        pump_once(NOW)
    replace(listener)
    assert pump_once(NOW) == 2
    assert listener.heard == [1, 2]


def test_the_pump_reads_by_index():
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT * FROM events_eventrow WHERE xid >= 5 AND xid < 9 ORDER BY xid, id LIMIT 500"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("RESET enable_seqscan")
    assert "Index Scan" in plan
