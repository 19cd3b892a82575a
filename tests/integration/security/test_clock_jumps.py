"""The machine's clock goes back an hour, or forward a day and back: nothing is lost, done twice, or let in.

Rates are counted and ticks are due by the clock that cannot jump (``time.monotonic``); everything else is looked at here.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from minben.api import limiting
from minben.cases.actions import handling
from minben.cases.jobs import sweep_clocks
from minben.cases.models import CaseEvent
from minben.foundation.access.actions import codes
from minben.foundation.access.actions.tries import failed, refuse_guessing
from minben.foundation.access.models import OneTimeCode, OpenSession
from minben.foundation.access.roles import Role
from minben.foundation.access.upkeep import forget_ended_sessions, forget_old_codes
from minben.foundation.access.web import ADMITTED
from minben.foundation.events.cursors import take
from minben.foundation.events.models import EventRow, Subscriber
from minben.foundation.events.pump import LONGEST_PAUSE, pump_all
from minben.foundation.jobs.steadiness import JUMP, PATIENCE, Wall
from minben.foundation.jobs.ticker import Tick, all_ticks, run_due
from minben.foundation.records.errors import Invalid, TooMany
from minben.foundation.records.idempotency import forget_old_keys, once
from minben.foundation.records.ids import id_at
from minben.processes.models import Clock
from tests.factories import cases as make
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town
from tests.waiting import settle

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
JUMPS = [pytest.param(-HOUR, id="back an hour"), pytest.param(DAY, id="forward a day")]


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    limiting.start_anew()
    yield
    cache.clear()


@pytest.fixture
def town() -> Town:
    return make_town()


def at(jump: dt.timedelta) -> Any:
    """The machine's clock, as wrong as this, and ticking on."""
    return time_machine.travel(timezone.now() + jump)


def code_of(address: str) -> str:
    return codes.issue("sign_in", address)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_code_lives_no_longer_than_ten_minutes_whatever_the_clock_does(jump: dt.timedelta) -> None:
    code = code_of("a@example.org")
    with at(jump), pytest.raises(Invalid, match=r"過期|expired"):
        codes.redeem("sign_in", "a@example.org", code)


@pytest.mark.parametrize("jump", JUMPS)
def test_after_a_jump_a_new_code_works_once_and_the_one_before_does_not(jump: dt.timedelta) -> None:
    first = code_of("a@example.org")
    with at(jump):
        second = code_of("a@example.org")
        if first != second:
            with pytest.raises(Invalid):
                codes.redeem("sign_in", "a@example.org", first)
        assert codes.redeem("sign_in", "a@example.org", second)
        with pytest.raises(Invalid):
            codes.redeem("sign_in", "a@example.org", second)


def test_a_code_that_was_used_is_used_also_when_the_clock_went_back() -> None:
    with at(DAY):
        code = code_of("a@example.org")
        codes.redeem("sign_in", "a@example.org", code)
    with pytest.raises(Invalid):
        codes.redeem("sign_in", "a@example.org", code)


def test_guesses_are_counted_on_when_the_clock_goes_back() -> None:
    for _n in range(10):
        failed("track", "192.0.2.1")
    with at(-HOUR), pytest.raises(TooMany):
        refuse_guessing("track", "192.0.2.1")


@pytest.mark.parametrize("jump", JUMPS)
def test_the_rate_of_a_machine_does_not_hang_on_the_clock_on_the_wall(jump: dt.timedelta) -> None:
    for _n in range(5):
        limiting.count("machine", 5)
    with at(jump), pytest.raises(limiting.TooFast) as refused:
        limiting.count("machine", 5)
    assert refused.value.seconds <= 60


def signed_in(town: Town) -> Client:
    """Somebody who signed in just now, as the door does it."""
    client = sit_down(town.water, Role.OFFICER).client
    session = client.session
    session[ADMITTED] = time.time()
    session.save()
    return client


def status(client: Client) -> int:
    return int(client.get("/desk/").status_code)


def test_a_session_is_over_after_a_day_and_nobody_is_let_in_by_a_clock_put_back_for_long(town: Town) -> None:
    client = signed_in(town)
    assert status(client) == 200
    with at(DAY):
        assert status(client) == 302
    with at(-13 * HOUR):
        assert status(client) == 302


def test_a_clock_put_back_an_hour_throws_nobody_out(town: Town) -> None:
    client = signed_in(town)
    with at(-HOUR):
        assert status(client) == 200


def test_housekeeping_at_a_wrong_time_takes_sessions_and_codes_but_lets_nobody_in(town: Town) -> None:
    client, code = signed_in(town), code_of("a@example.org")
    with at(DAY):
        forget_ended_sessions(timezone.now())
        forget_old_codes(timezone.now() + HOUR)
    assert status(client) == 302
    assert not Session.objects.exists()
    assert not OpenSession.objects.exists()
    assert not OneTimeCode.objects.exists()
    with pytest.raises(Invalid):
        codes.redeem("sign_in", "a@example.org", code)


@pytest.mark.parametrize("jump", JUMPS)
def test_what_was_done_once_is_not_done_again_after_a_jump(jump: dt.timedelta) -> None:
    """Also when the hourly clean-up ran meanwhile: answers are kept a day longer than promised."""
    done: list[int] = []

    def work() -> dict[str, Any]:
        done.append(1)
        return {"number": "MB-1"}

    once("machine", "key", {"a": 1}, work)
    with at(jump):
        forget_old_keys(timezone.now())
        assert once("machine", "key", {"a": 1}, work) == ({"number": "MB-1"}, False)
    assert once("machine", "key", {"a": 1}, work) == ({"number": "MB-1"}, False)
    assert done == [1]


def test_news_from_a_clock_put_back_is_not_lost_and_news_from_one_ahead_not_doubled(
    town: Town, transactional_db: None
) -> None:
    """The cursor goes by transactions, not by the time in a key."""
    pump_all()
    case = make.make_case()
    settle()
    pump_all()
    told = CaseEvent.objects.filter(case_id=case.id).count()
    last = EventRow.objects.order_by("-id").first()
    assert last is not None
    for moment in (timezone.now() + DAY, timezone.now() - HOUR):
        row = EventRow(name=last.name, subject_id=last.subject_id, payload=last.payload, id=id_at(moment))
        row.save(force_insert=True)
        seen = _handed()
        settle()
        assert pump_all() == seen
        assert pump_all() == 0
    assert CaseEvent.objects.filter(case_id=case.id).count() >= told


def _handed() -> int:
    from minben.foundation.events.subscribers import all_subscriptions

    last = EventRow.objects.order_by("-xid").first()
    assert last is not None
    return sum(last.name in one.event_names for one in all_subscriptions())


def test_a_subscriber_that_waits_since_a_clock_ahead_does_not_wait_a_day(transactional_db: None) -> None:
    pump_all()
    name = Subscriber.objects.values_list("name", flat=True)[0]
    soon, ahead = timezone.now() + LONGEST_PAUSE / 2, timezone.now() + DAY
    Subscriber.objects.filter(name=name).update(failures=1, retry_at=soon)
    assert take_one(name) is None
    Subscriber.objects.filter(name=name).update(failures=1, retry_at=ahead)
    assert take_one(name) is not None


def take_one(name: str) -> Subscriber | None:
    from django.db import transaction

    with transaction.atomic():
        return take(name, timezone.now())


def test_a_pause_that_ends_before_it_began_counts_as_none(town: Town) -> None:
    case, officer = make.in_progress(town), town.actor(Role.OFFICER, town.water)
    due = Clock.objects.get(subject_id=case.id, kind="answer").due_at
    handling.suspend(officer, case.id, reason="缺零件")
    with at(-HOUR):
        handling.resume(officer, case.id)
    clock = Clock.objects.get(subject_id=case.id, kind="answer")
    assert (clock.state, clock.due_at) == (Clock.State.RUNNING, due)


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
def test_a_limit_is_an_instant_and_is_not_moved_by_a_jump(town: Town, jump: dt.timedelta) -> None:
    case, officer = make.in_progress(town), town.actor(Role.OFFICER, town.water)
    due = Clock.objects.get(subject_id=case.id, kind="answer").due_at
    with at(jump):
        handling.answer(officer, case.id, text="燈已修好。")
    clock = Clock.objects.get(subject_id=case.id, kind="answer")
    assert (clock.state, clock.due_at) == (Clock.State.MET, due)


def test_what_was_told_overdue_is_not_told_again_when_the_clock_goes_back(town: Town) -> None:
    case = make.in_progress(town)
    with at(60 * DAY):
        sweep_clocks()
    sweep_clocks()
    with at(60 * DAY):
        sweep_clocks()
    told = CaseEvent.objects.filter(case_id=case.id, name="overdue").values_list("data__clock", flat=True)
    assert len(told) == len(set(told)) > 0


def test_after_a_jump_no_limit_is_called_missed_until_the_clock_had_time_to_be_put_right(
    caplog: pytest.LogCaptureFixture,
) -> None:
    wall, now = Wall(), timezone.now()
    assert wall.is_steady(100.0, now)
    assert wall.is_steady(101.0, now + dt.timedelta(seconds=1))
    with caplog.at_level(logging.ERROR):
        assert not wall.is_steady(102.0, now + DAY)
    assert "jumped" in caplog.text
    assert not wall.is_steady(103.0, now + dt.timedelta(seconds=3)), "put right: a jump too"
    assert not wall.is_steady(103.0 + PATIENCE - 1, now + dt.timedelta(seconds=3 + PATIENCE - 1))
    assert wall.is_steady(103.0 + PATIENCE, now + dt.timedelta(seconds=3 + PATIENCE))


def test_a_clock_that_is_led_slowly_does_not_jump() -> None:
    wall, now = Wall(), timezone.now()
    drift = (JUMP - 1) / 10
    for second in range(100):
        assert wall.is_steady(float(second), now + dt.timedelta(seconds=second * (1 + drift)))


def test_ticks_that_judge_by_the_clock_wait_and_the_others_go_on() -> None:
    ran: list[str] = []
    ticks = [
        Tick("sweep", 1, lambda _now: ran.append("sweep"), steady=True),
        Tick("pump", 1, lambda _now: ran.append("pump")),
    ]
    run_due(ticks, 1.0, timezone.now(), steady=False)
    assert ran == ["pump"]
    run_due(ticks, 3.0, timezone.now(), steady=True)
    assert sorted(ran) == ["pump", "pump", "sweep"]


def test_the_ticks_that_judge_by_the_clock_are_these() -> None:
    assert {one.name for one in all_ticks() if one.steady} == {
        "remind of appointments",
        "retake stalled jobs",
        "sweep clocks",
        "timers of processes",
    }


def test_the_leases_of_jobs_are_judged_by_one_clock_only() -> None:
    """A heartbeat is written and read by the database, so a worker whose own clock is wrong loses no job."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING last_heartbeat")
        (beat,) = cursor.fetchone() or (None,)
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone() or (None,)
    assert beat == now
