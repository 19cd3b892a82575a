"""How long steps took: the middle of a list, and what another system did not record."""

from __future__ import annotations

import datetime as dt

import pytest

from minben.cases.course.states import APPLICATION, HOTLINE
from minben.cases.models import Case
from minben.cases.reading.step_times import STEPS, _between, _time
from minben.foundation.records.ids import id_at

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def after(**span: int) -> dt.datetime:
    return AT + dt.timedelta(**span)


@pytest.mark.parametrize(
    ("minutes", "median", "nine", "longest"),
    [([5], 5, 5, 5), ([1, 9], 1, 9, 9), ([3, 1, 2], 2, 3, 3), (list(range(1, 101)), 50, 90, 100)],
)
def test_the_middle_and_nine_in_ten(minutes: list[int], median: int, nine: int, longest: int) -> None:
    found = _time("x", [dt.timedelta(minutes=m) for m in minutes])
    told = [span.total_seconds() / 60 for span in (found.median, found.nine_in_ten, found.longest)]
    assert (found.count, told) == (len(minutes), [median, nine, longest])


@pytest.mark.parametrize(
    ("source", "verbs"), [("", ["dispatch", "sign", "answer"]), ("import:x", ["answer"])]
)
def test_steps_that_another_system_did_not_record_are_left_out(source: str, verbs: list[str]) -> None:
    case = Case(id=id_at(AT), source=source)
    steps = [(id_at(at), verb) for at, verb in ((AT, "dispatch"), (AT, "sign"), (after(days=12), "answer"))]
    spans = list(_between(steps, case))
    assert [verb for verb, _span in spans] == verbs
    assert spans[-1][1] == dt.timedelta(days=12)


def test_every_step_that_moves_a_request_has_a_name() -> None:
    ends = {"withdraw", "merge", "archive", "reopen"}
    moving = {verb for verb, rule in {**HOTLINE, **APPLICATION}.items() if rule.target is not None}
    assert moving - ends == set(STEPS)
