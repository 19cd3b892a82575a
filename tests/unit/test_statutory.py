"""Clocks of the law: every one with dates that were counted by hand on the State Council's calendars.

The workdays are written out in the note, so that a lawyer can follow them with a finger. A bar stands for days that
are free; (n) is the number of the day.
"""

from __future__ import annotations

import datetime as dt

import pytest

from minben.foundation.worktime import Unit, calendar_for, due
from minben.foundation.worktime import statutory as law

CN = calendar_for("CN")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=CN.zone)


def closing(day: str) -> dt.datetime:
    return at(f"{day} 17:30")


@pytest.mark.parametrize(
    ("received", "until", "note"),
    [
        ("2024-02-01 09:00", "2024-02-07", "Fri 2 | Sun 4 made up (2), 5, 6, Wed 7 (5)"),
        (
            "2024-02-08 16:00",
            "2024-02-21",
            "Fri 9 (1) | Spring Festival 10–17 | Sun 18 made up (2), 19, 20, Wed 21 (5)",
        ),
        (
            "2023-01-19 10:00",
            "2023-01-31",
            "Fri 20 (1) | 21–27 | Sat 28 and Sun 29 made up (3), 30, Tue 31 (5)",
        ),
        ("2022-01-28 10:00", "2022-02-09", "Sat 29, Sun 30 made up (2) | 31 Jan–6 Feb | 7, 8, Wed 9 (5)"),
        (
            "2025-09-27 11:00",
            "2025-10-10",
            "received on a Saturday: Sun 28 made up (1), 29, 30 (3) | 1–8 Oct | 9, Fri 10 (5)",
        ),
        ("2026-02-13 23:00", "2026-02-27", "Sat 14 made up (1) | 15–23 | 24, 25, 26, Fri 27 (5)"),
    ],
)
def test_art_32_what_is_missing_is_told_within_five_days(received: str, until: str, note: str) -> None:
    assert law.supplement_until(at(received), CN) == closing(until), note


@pytest.mark.parametrize(
    ("accepted", "until", "extended", "note"),
    [
        (
            "2024-09-24 14:00",
            "2024-10-25",
            "2024-11-08",
            "25, 26, 27 | Sun 29 made up (4), 30 (5) | 1–7 Oct | 8–11 (9), Sat 12 made up (10) | 14–18 (15) | 21–25 (20)"
            " then 28 Oct–1 Nov (25), 4–8 Nov (30)",
        ),
        (
            "2025-03-03 09:30",
            "2025-03-31",
            "2025-04-15",
            "4–7 (4), 10–14 (9), 17–21 (14), 24–28 (19), Mon 31 (20)"
            " then 1, 2, 3 Apr (23) | Qingming 4–6 | 7–11 (28), 14, Tue 15 (30)",
        ),
        (
            "2019-12-24 10:00",
            "2020-01-21",
            "2020-02-12",
            "25–27 (3), 30, 31 (5) | 1 Jan | 2, 3 (7), 6–10 (12), 13–17 (17), Sun 19 made up (18), 20, Tue 21 (20)"
            " then 22, 23 (22) | 24 Jan–2 Feb, lengthened in 2020 | 3–7 (27), 10, 11, Wed 12 (30)",
        ),
    ],
)
def test_art_42_a_decision_takes_twenty_days_and_ten_more_by_the_head(
    accepted: str, until: str, extended: str, note: str
) -> None:
    assert law.decide_until(at(accepted), CN) == closing(until), note
    assert law.decide_until(at(accepted), CN, extended=True) == closing(extended), note


def test_art_42_joint_handling_takes_45_days_and_15_more() -> None:
    """2022-03-25, a Friday.

    28 Mar–1 Apr (5), Sat 2 made up (6) | 3–5 | 6–8 (9), 11–15 (14), 18–22 (19), Sun 24 made up (20), 25–29 (25) |
    30 Apr–4 May | 5, 6 (27), Sat 7 made up (28), 9–13 (33), 16–20 (38), 23–27 (43), 30, Tue 31 (45) then 1, 2 Jun (47) |
    Dragon Boat 3–5 | 6–10 (52), 13–17 (57), 20, 21, Wed 22 (60).
    """
    accepted = at("2022-03-25 16:00")
    assert law.decide_jointly_until(accepted, CN) == closing("2022-05-31")
    assert law.decide_jointly_until(accepted, CN, extended=True) == closing("2022-06-22")


def test_art_43_a_lower_body_has_twenty_days() -> None:
    """From Monday 2023-01-16: 17–20 (4) | 21–27 | Sat 28, Sun 29 made up (6), 30–3 Feb (11), 6–10 (16), 13–16 (20)."""
    assert law.pass_on_until(at("2023-01-16 11:00"), CN) == closing("2023-02-16")


@pytest.mark.parametrize(
    ("decided", "until", "note"),
    [
        ("2025-04-23 10:00", "2025-05-09", "24, 25 (2), Sun 27 made up (3), 28–30 (6) | 1–5 May | 6–9 (10)"),
        (
            "2020-01-14 10:00",
            "2020-02-04",
            "15–17 (3), Sun 19 made up (4), 20–23 (8) | 24 Jan–2 Feb | 3, Tue 4 (10)",
        ),
        (
            "2023-09-21 10:00",
            "2023-10-11",
            "22, 25–28 (5) | 29 Sep–6 Oct | Sat 7, Sun 8 made up (7), 9, 10, Wed 11 (10)",
        ),
    ],
)
def test_art_44_a_licence_is_delivered_within_ten_days(decided: str, until: str, note: str) -> None:
    assert law.deliver_until(at(decided), CN) == closing(until), note


def test_art_47_a_hearing_is_asked_for_within_five_days_and_held_within_twenty() -> None:
    """Told on Monday 2026-09-28: 29, 30 (2) | 1–7 Oct | 8, 9 (4), Sat 10 made up (5).

    Asked on Friday 9 October: Sat 10 (1), 12–16 (6), 19–23 (11), 26–30 (16), 2–5 Nov (20).
    """
    assert law.ask_hearing_until(at("2026-09-28 15:00"), CN) == closing("2026-10-10")
    assert law.hold_hearing_until(at("2026-10-09 15:00"), CN) == closing("2026-11-05")


def test_art_45_an_expert_review_is_not_counted() -> None:
    """Accepted 2025-03-03, due 31 March. Review from Monday 10 to Wednesday 19: 11–14, 17–19 are seven workdays.

    After 31 March: 1, 2, 3 Apr (3) | 4–6 | 7, 8, 9, Thu 10 (7).
    """
    review = (at("2025-03-10 09:00"), at("2025-03-19 16:00"))
    assert law.decide_until(at("2025-03-03 09:30"), CN, uncounted=[review]) == closing("2025-04-10")


def test_art_45_what_two_procedures_take_at_once_is_left_out_once() -> None:
    """Testing 10–19 March, an appraisal 14–21: together 10–21, nine workdays; 31 March and nine is 14 April.

    1, 2, 3 Apr (3) | 4–6 | 7–11 (8), Mon 14 (9).
    """
    testing = (at("2025-03-10 09:00"), at("2025-03-19 16:00"))
    appraisal = (at("2025-03-14 09:00"), at("2025-03-21 16:00"))
    accepted = at("2025-03-03 09:30")
    assert law.decide_until(accepted, CN, uncounted=[appraisal, testing]) == closing("2025-04-14")


def test_art_45_a_procedure_over_a_holiday_moves_the_limit_by_its_workdays_only() -> None:
    """Quarantine from 2024-09-30 to 8 October: of these days only Tuesday 8 is a workday after the first.

    Without it 2024-10-25 (see art. 42), a Friday; one workday more is Monday 28.
    """
    quarantine = (at("2024-09-30 09:00"), at("2024-10-08 17:00"))
    assert law.decide_until(at("2024-09-24 14:00"), CN, uncounted=[quarantine]) == closing("2024-10-28")


def test_art_45_time_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        law.without(closing("2025-03-31"), [(at("2025-03-10 09:00"), at("2025-03-09 09:00"))], CN)


@pytest.mark.parametrize(
    ("asked", "now", "accepted", "note"),
    [
        (None, "2024-02-07 17:30", False, "the last minute is not over yet"),
        (None, "2024-02-07 17:31", True, "nothing was said"),
        ("2024-02-07 17:30", "2024-02-20 09:00", False, "asked in the last minute"),
        ("2024-02-08 09:00", "2024-02-20 09:00", True, "asked a day too late: it was accepted on 1 February"),
    ],
)
def test_art_32_silence_accepts(asked: str | None, now: str, accepted: bool, note: str) -> None:
    received = at("2024-02-01 09:00")  # due 7 February, see above
    assert law.counts_as_accepted(received, at(asked) if asked else None, at(now), CN) is accepted, note


@pytest.mark.parametrize(
    ("decided", "now", "renewed", "note"),
    [
        (None, "2024-06-30 23:59", False, "it has not expired yet"),
        (None, "2024-07-01 00:01", True, "nobody decided"),
        ("2024-06-28 10:00", "2024-07-01 00:01", False, "decided in time"),
        ("2024-07-02 10:00", "2024-07-03 00:00", True, "decided too late: the licence had been renewed"),
    ],
)
def test_art_50_silence_renews(decided: str | None, now: str, renewed: bool, note: str) -> None:
    expires = at("2024-07-01 00:00")
    assert law.counts_as_renewed(expires, at(decided) if decided else None, at(now)) is renewed, note


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected", "source"),
    [
        (
            "2023-04-28 23:10",
            90,
            "minute",
            "2023-04-29 00:40",
            "GB/T 33358-2016: minutes run, over midnight into a holiday",
        ),
        (
            "2024-02-09 22:00",
            2,
            "hour",
            "2024-02-10 00:00",
            "DB11/T 2021: hours run into Spring Festival (民法典 art. 201)",
        ),
        (
            "2024-02-09 10:00",
            3,
            "day",
            "2024-02-18 17:30",
            "12 Feb is free; art. 203: the next workday is Sunday 18, made up",
        ),
        ("2023-06-20 10:00", 4, "day", "2023-06-25 17:30", "Sat 24 June is free; Sunday 25 is made up"),
        (
            "2023-08-31 10:00",
            1,
            "month",
            "2023-10-07 17:30",
            "art. 202: 30 Sept; free until 6 Oct, Sat 7 is made up",
        ),
        (
            "2024-01-31 10:00",
            1,
            "month",
            "2024-02-29 17:30",
            "art. 202: the last day of a leap February, a Thursday",
        ),
        ("2022-09-30 09:30", 1, "workday", "2022-10-08 17:30", "free 1–7 Oct, Saturday 8 made up"),
        (
            "2022-09-30 16:30",
            4,
            "workhour",
            "2022-10-08 12:00",
            "one hour on Friday, three on the made-up Saturday",
        ),
        (
            "2024-09-13 17:00",
            1,
            "workhour",
            "2024-09-14 09:30",
            "half an hour on Friday, half on the made-up Saturday",
        ),
        (
            "2024-02-09 10:00",
            3,
            "fullday",
            "2024-02-12 10:00",
            "Boston's natural day: ends in the festival all the same",
        ),
        (
            "2024-02-09 18:00",
            1,
            "openday",
            "2024-02-19 09:00",
            "Boston's workday: counts as come on Sunday 18, 9:00",
        ),
    ],
)
def test_every_unit_by_hand(start: str, amount: int, unit: str, expected: str, source: str) -> None:
    assert due(at(start), amount, Unit(unit), CN) == at(expected), source


def test_every_unit_has_an_example_by_hand() -> None:
    marks = [mark for mark in test_every_unit_by_hand.pytestmark if mark.name == "parametrize"]
    assert {row[2] for row in marks[0].args[1]} == {unit.value for unit in Unit}
