"""Ticks run by their own rhythm, and one that fails waits longer without stopping the others."""

from __future__ import annotations

import datetime as dt

from minben.foundation.jobs.ticker import LONGEST_PAUSE, Tick, run_due

NOW = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def test_every_tick_runs_at_the_start_and_then_by_its_own_rhythm():
    ran: list[str] = []
    ticks = [Tick("a", 2, lambda _: ran.append("a")), Tick("b", 5, lambda _: ran.append("b"))]
    for clock in range(6):
        run_due(ticks, clock, NOW)
    assert ran == ["a", "b", "a", "a", "b"]


def test_a_failing_tick_backs_off_and_the_others_go_on():
    ran: list[str] = []

    def fail(_: dt.datetime) -> None:
        raise OSError("the database is away")

    failing = Tick("failing", 1, fail)
    ticks = [failing, Tick("fine", 1, lambda _: ran.append("fine"))]
    run_due(ticks, 0, NOW)
    assert ran == ["fine"]
    assert failing.due == 2
    for clock in (2, 6, 14, 30, 62, 126):
        run_due([failing], clock, NOW)
    assert failing.due == 126 + LONGEST_PAUSE


def test_a_tick_that_recovers_goes_back_to_its_rhythm():
    answers = iter([OSError("away"), None])

    def work(_: dt.datetime) -> None:
        error = next(answers)
        if error:
            raise error

    one = Tick("one", 1, work)
    run_due([one], 0, NOW)
    run_due([one], 2, NOW)
    assert (one.failures, one.due) == (0, 3)
