"""Book, arrive, call, serve, rate: one visit from end to end, through the pages."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from minben.cases.models import Interaction, Rating, RepairCase
from minben.channels.models import Message
from minben.foundation.access.roles import Role
from minben.visits.actions import Who, book, take_number
from minben.visits.jobs import remind
from minben.visits.models import Appointment, Ticket
from tests.factories.desk import sit_down
from tests.factories.town import citizen, make_town
from tests.factories.visits import TUESDAY, at, make_hall

pytestmark = pytest.mark.django_db


def booked(client: Client, path: str) -> str:
    """Through who and check; the address of the appointment."""
    given = {"name": "陳美麗", "phone": "13800138000", "email": ""}
    checked = client.post(path, given)
    assert checked.status_code == 200, checked.content.decode()
    key = re.search(r'name="key" value="(\w+)"', checked.content.decode())
    assert key is not None
    done = client.post(path, {**given, "step": "book", "key": key[1]})
    again = client.post(path, {**given, "step": "book", "key": key[1]})
    assert (done.status_code, again.status_code) == (302, 302)
    assert done["Location"] == again["Location"], "a double click books once"
    return str(done["Location"])


def test_from_the_booking_to_the_rating(settings: Any) -> None:
    town = make_town()
    hall = make_hall(town)
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    with time_machine.travel(at(9, 50, day=2), tick=True):
        for path in ("", "at/hall-water/", "at/hall-water/other/", "at/hall-water/other/2026-03-03/"):
            assert client.get(f"/en/appointments/{path}").status_code == 200, path
        mine = booked(client, "/en/appointments/at/hall-water/other/2026-03-03/10-00/")
        held = Appointment.objects.get()
        assert held.starts_at == at(10)
        assert held.party.name == "陳美麗"
        assert Message.objects.filter(template="appointment_booked", party_id=held.party_id).exists()
        assert b"Move it" in client.get(mine).content
        moved = client.post(f"{mine}move/", {"day": "2026-03-03", "time": "10-30"})
        assert moved.status_code == 302
        held.refresh_from_db()
        assert (held.starts_at, held.moved) == (at(10, 30), 1)
        file = Calendar.from_ical(client.get(f"{mine}calendar.ics").content)
        (event,) = file.walk("VEVENT")
        assert event.decoded("dtstart") == held.starts_at
        assert event.decoded("sequence") == 1
    desk = sit_down(town.water, Role.OFFICER)
    counter = hall.counters[0]
    with time_machine.travel(at(10, 20), tick=True):
        desk.client.post(f"/desk/counter/{counter.id}/open")
        arrived = client.post(f"{mine}here/")
        ticket = Ticket.objects.get()
        assert arrived["Location"].endswith(f"/n/{ticket.token}/")
        assert ticket.shown == "B001"
        assert b"You are the next" in client.get(arrived["Location"]).content
        assert b"B001" in client.get(f"/en/n/{ticket.token}/slip/").content
        assert b"B001" in desk.client.get("/desk/counter").content
        desk.client.post(f"/desk/counter/{counter.id}/do/next")
        assert b"come to counter 1" in client.get(arrived["Location"]).content
        wall = client.get(f"/en/wall/{hall.reception.wall_token}").content.decode()
        assert "B001" in wall
        assert "陳美麗" not in wall
    with time_machine.travel(at(10, 32), tick=True):
        desk.client.post(
            f"/desk/counter/{counter.id}/do/served", {"ticket": str(ticket.id), "note": "帶了原件"}
        )
        ticket.refresh_from_db()
        assert ticket.state == Ticket.State.SERVED
        seen = Interaction.objects.get(kind="visit")
        assert (seen.party_id, seen.staff_id, seen.channel) == (held.party_id, desk.staff.id, "counter")
        assert 700 <= (seen.seconds or 0) <= 730
        bare = client.post(f"/en/n/{ticket.token}/rate/", {"level": "1"})
        assert bare.status_code == 422, "a bad level needs a reason"
        given = client.post(f"/en/n/{ticket.token}/rate/", {"level": "1", "reasons": ["slow"]})
        assert given.status_code == 302
        assert b"Very dissatisfied" in client.get(f"/en/n/{ticket.token}/rate/").content
        client.post(f"/en/n/{ticket.token}/rate/", {"level": "5"})
    rating = Rating.objects.get()
    assert (rating.visit_id, rating.level, rating.channel) == (ticket.id, 1, "slip")
    assert (rating.department_id, rating.staff_id) == (town.water.id, desk.staff.id)
    repair = RepairCase.objects.get()
    assert repair.due_at > at(10, 32)
    with time_machine.travel(at(10, 33), tick=True):
        assert b"B001" in desk.client.get("/desk/visits/ratings").content
        for step, given in (
            ("repair_contact", {"channel": "phone", "note": "嫌慢"}),
            ("repair_work", {"result": "已致電說明"}),
            ("repair_proof", {"channel": "phone", "satisfied": "yes", "proof": "滿意"}),
        ):
            done = desk.client.post(f"/desk/repairs/{repair.id}/do/{step}", given)
            assert done.status_code == 302
    assert "已致電說明" in client.get(f"/en/n/{ticket.token}/rate/").content.decode()


def test_a_walk_in_takes_a_number_at_the_kiosk_and_follows_it() -> None:
    hall = make_hall(make_town())
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    with time_machine.travel(TUESDAY, tick=True):
        page = client.get("/en/offices/hall-water/number").content.decode()
        key = re.search(r'name="key" value="(\w+)"', page)
        assert key is not None
        for _press in range(2):
            answer = client.post("/en/offices/hall-water/number", {"service": "other", "key": key[1]})
        ticket = Ticket.objects.get()
        assert ticket.shown == "A001"
        assert answer["Location"] == f"/en/n/{ticket.token}/slip/"
        now = client.get(f"/en/n/{ticket.token}/now/")
        tag = re.search(r"If-None-Match\": \"(.+?)\"}", now.content.decode())
        assert tag is not None
        said = tag[1].encode().decode("unicode_escape")
        assert client.get(f"/en/n/{ticket.token}/now/", headers={"If-None-Match": said}).status_code == 304
        assert b"1 person waits" in client.get("/en/offices/hall-water").content
        assert client.post(f"/en/n/{ticket.token}/leave/").status_code == 302
        ticket.refresh_from_db()
        assert ticket.state == Ticket.State.LEFT
    assert hall.counters


def test_a_reminder_goes_out_once_and_not_right_after_booking() -> None:
    hall = make_hall(make_town())
    with time_machine.travel(at(9, day=2), tick=False):
        far = book(
            citizen(), hall.office.id, None, at(10, day=5), Who(name="王", phone="13800138000"), key="a"
        )
        near = book(
            citizen(),
            hall.office.id,
            None,
            at(8, 59, day=3) + dt.timedelta(minutes=1),
            Who(name="李", phone="13800138001"),
            key="b",
        )
        remind(at(9, 1, day=2))
    with time_machine.travel(at(10, 30, day=4), tick=False):
        remind(at(10, 30, day=4))
        remind(at(10, 31, day=4))
    told = Message.objects.filter(template="appointment_reminder")
    assert [one.party_id for one in told] == [far.party_id]
    near.refresh_from_db()
    assert near.reminded_at is not None


@pytest.mark.parametrize("verb", ["served-next", "served", "missed", "again", "note"])
def test_pressed_twice_or_on_an_old_page_it_does_not_touch_the_visit_of_the_next_one(verb: str) -> None:
    town = make_town()
    hall, desk = make_hall(town), sit_down(town.water, Role.OFFICER)
    address = f"/desk/counter/{hall.counters[0].id}"
    with time_machine.travel(at(10, 0), tick=True):
        desk.client.post(f"{address}/open")
        for _number in range(3):
            take_number(citizen(), hall.office.id, None, key=uuid.uuid4().hex)
        desk.client.post(f"{address}/do/next")
        first = Ticket.objects.get(state=Ticket.State.CALLED)
        assert f'name="ticket" value="{first.id}"' in desk.client.get("/desk/counter").content.decode()
        desk.client.post(f"{address}/do/served-next", {"ticket": str(first.id), "note": "帶了原件"})
        second = Ticket.objects.get(state=Ticket.State.CALLED)
        desk.client.post(f"{address}/do/{verb}", {"ticket": str(first.id), "note": "帶了原件"})
        told = desk.client.get("/desk/counter", headers={"Accept-Language": "en"}).content.decode()
    held = Ticket.objects.get(state=Ticket.State.CALLED)
    assert (held.id, held.calls, held.note) == (second.id, 1, "")
    assert second.shown in told
    assert Ticket.objects.filter(state=Ticket.State.SERVED).count() == 1
