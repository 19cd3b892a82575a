"""Events survive the trip through JSON as the types they were."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

import pytest

from minben.foundation.access.actor import Assurance
from minben.foundation.events.event import Event, members, payload_of, read_back


@dataclass(frozen=True)
class Everything(Event):
    name = "tests.everything"
    number: str
    day: dt.date
    moment: dt.datetime
    fee: Decimal
    party_id: uuid.UUID | None
    level: Assurance
    parts: tuple[uuid.UUID, ...]
    tries: dict[str, int]
    note: str = "none"


def everything() -> Everything:
    return Everything(
        uuid.uuid4(),
        number="MB-1",
        day=dt.date(2026, 1, 31),
        moment=dt.datetime(2026, 1, 31, 12, 0, tzinfo=dt.UTC),
        fee=Decimal("12.50"),
        party_id=uuid.uuid4(),
        level=Assurance.CONTACT,
        parts=(uuid.uuid4(), uuid.uuid4()),
        tries={"sms": 2},
    )


def test_an_event_reads_back_as_the_types_it_was_announced_with():
    event = everything()
    key = uuid.uuid4()
    back = read_back(event.name, subject_id=event.subject_id, event_id=key, payload=payload_of(event))
    assert back == event
    assert isinstance(back, Everything)
    assert type(back.fee) is Decimal
    assert type(back.day) is dt.date
    assert back.event_id == key


def test_a_field_that_was_dropped_is_ignored_and_a_new_one_takes_its_default():
    event = everything()
    payload = payload_of(event) | {"gone": 1}
    del payload["note"]
    assert read_back(event.name, subject_id=event.subject_id, event_id=uuid.uuid4(), payload=payload) == event


def test_two_events_cannot_share_a_name():
    with pytest.raises(TypeError, match="Two events are named"):
        type("Other", (Event,), {"name": "tests.everything"})


@dataclass(frozen=True)
class Family(Event):
    number: str


@dataclass(frozen=True)
class Member(Family):
    name = "tests.member"


def test_a_family_is_heard_through_its_members_and_never_announced_itself():
    assert [kind.name for kind in members([Family])] == ["tests.member"]
    with pytest.raises(TypeError, match="is a family"):
        payload_of(Family(uuid.uuid4(), number="1"))


def test_an_event_cannot_inherit_the_name_of_another():
    with pytest.raises(TypeError, match="a name of its own"):
        type("Heir", (Member,), {})


def test_a_model_cannot_ride_in_an_event():
    @dataclass(frozen=True)
    class Heavy(Event):
        name = "tests.heavy"
        thing: object

    with pytest.raises(TypeError, match="cannot carry"):
        payload_of(Heavy(uuid.uuid4(), thing=object()))
