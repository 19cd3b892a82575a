"""The one gate as a table: each row says which rule it shows."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.channels.gate import Hold, Kind, Reason, Refuse, Request, Send, decide, quiet_until

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = dt.datetime(2026, 3, 10, 4, 0, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 3, 10, 14, 0, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 3, 11, 0, 0, tzinfo=dt.UTC)
HELD = Hold(MORNING, Reason.QUIET_HOURS)
ALL = frozenset({""})


def ago(*days: float) -> tuple[dt.datetime, ...]:
    return tuple(NOON - dt.timedelta(days=d) for d in days)


TABLE = [
    ("a service notice at noon goes", "service", {}, Send()),
    ("a service notice at 22:00 waits for 08:00", "service", {"now": NIGHT}, HELD),
    (
        "an answer to what the person just did goes at night",
        "service",
        {"now": NIGHT, "asked_for": True},
        Send(),
    ),
    ("a code is awaited, so it goes at night", "code", {"now": NIGHT}, Send()),
    ("an emergency wakes people", "emergency", {"now": NIGHT}, Send()),
    ("a statutory notice is not held", "statutory", {"now": NIGHT}, Send()),
    ("a letter wakes nobody", "service", {"now": NIGHT, "channel": "letter"}, Send()),
    ("policy news need a yes", "policy", {}, Refuse(Reason.NO_CONSENT)),
    ("policy news after a no", "policy", {"consent": False}, Refuse(Reason.CONSENT_REFUSED)),
    ("policy news after a yes", "policy", {"consent": True}, Send()),
    ("policy news at night wait", "policy", {"consent": True, "now": NIGHT}, HELD),
    ("a second policy message in the week goes", "policy", {"consent": True, "sent": ago(1)}, Send()),
    (
        "a third within the week does not",
        "policy",
        {"consent": True, "sent": ago(1, 2)},
        Refuse(Reason.WEEKLY_CAP),
    ),
    ("after seven full days the week is over", "policy", {"consent": True, "sent": ago(7, 1)}, Send()),
    (
        "a fifth within 30 days does not",
        "policy",
        {"consent": True, "sent": ago(8, 9, 16, 29.9)},
        Refuse(Reason.MONTHLY_CAP),
    ),
    ("after 30 days it does", "policy", {"consent": True, "sent": ago(8, 9, 16, 30)}, Send()),
    ("a refusal is told before the hour", "policy", {"now": NIGHT}, Refuse(Reason.NO_CONSENT)),
    ("caps do not touch statutory notices", "statutory", {"sent": ago(1, 1, 1, 1, 1)}, Send()),
    ("a no to service notices is kept", "service", {"consent": False}, Refuse(Reason.CONSENT_REFUSED)),
    ("a closed address gets no service notice", "service", {"suppressed": ALL}, Refuse(Reason.SUPPRESSED)),
    (
        "nor a statutory one: another channel is needed",
        "statutory",
        {"suppressed": ALL},
        Refuse(Reason.SUPPRESSED),
    ),
    ("but emergencies reach it", "emergency", {"suppressed": ALL}, Send()),
    ("and codes reach it", "code", {"suppressed": ALL}, Send()),
    ("closed to policy only", "service", {"suppressed": frozenset({"policy"})}, Send()),
    ("closed to codes by name", "code", {"suppressed": frozenset({"code"})}, Refuse(Reason.SUPPRESSED)),
    ("the dead get no service notices", "service", {"ended": True}, Refuse(Reason.ENDED)),
    ("their estate gets what the law sends", "statutory", {"ended": True}, Send()),
]


@pytest.mark.parametrize(("note", "kind", "given_values", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_the_gate_decides_by_its_table(note, kind, given_values, expected):
    values = {"channel": "sms", "now": NOON, "zone": SHANGHAI} | given_values
    assert decide(Request(kind=Kind(kind), **values)) == expected


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(7, 59, True), (8, 0, False), (20, 59, False), (21, 0, True), (0, 0, True)]
)
def test_quiet_hours_begin_at_nine_in_the_evening_and_end_at_eight(hour, minute, quiet):
    local = dt.datetime(2026, 3, 10, hour, minute, tzinfo=SHANGHAI)
    assert (quiet_until(local, SHANGHAI) is not None) == quiet


ZONES = st.sampled_from(
    [
        "Asia/Shanghai",
        "Asia/Taipei",
        "America/New_York",
        "Europe/London",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
    ]
)


@given(
    moment=st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC)),
    name=ZONES,
)
def test_a_held_message_goes_at_the_next_eight_in_any_zone_and_clock_change(moment, name):
    zone = ZoneInfo(name)
    until = quiet_until(moment, zone)
    if until is None:
        assert 8 <= moment.astimezone(zone).hour < 21
        return
    assert until.astimezone(zone).time() == dt.time(8)
    assert dt.timedelta() < until - moment <= dt.timedelta(hours=12)
    assert quiet_until(until, zone) is None
