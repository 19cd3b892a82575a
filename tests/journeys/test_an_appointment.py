"""Somebody books on a phone, moves it, comes, is called and served, and says how it was; the wall shows the number."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import expect

from minben.cases.models import Interaction, Rating, RepairCase
from minben.foundation.access.roles import Role
from minben.visits.models import Appointment, Ticket
from tests.factories.visits import make_hall

from . import clerks
from .conftest import View
from .town import PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]
ALL_WEEK = {str(day): [["09:00", "12:00"], ["13:30", "17:00"]] for day in range(1, 8)}
NAME = "陳美麗"


def test_from_the_booking_on_a_phone_to_the_rating(town: PracticeTown, visit: Visit, walk: View) -> None:
    hall = make_hall(town.town, days_ahead=20)
    hall.office.hours = ALL_WEEK
    hall.office.save()
    person = visit(walk, "/appointments/", javascript=False)
    books(person)
    held = Appointment.objects.get()
    moves(person, held)
    looks(visit(walk, f"/appointments/mine/{held.token}/"))
    the_day_has_come(held)

    person.go(f"/appointments/mine/{held.token}/")
    person.send()
    person.on("/n/", "visit-number")
    ticket = Ticket.objects.get()
    person.reads(ticket.shown)

    clerk = visit(walk, "/desk/sign-in")
    clerks.sign_in(clerk, town.account(Role.OFFICER), "/desk/counter")
    clerk.look("counter-choose")
    clerk.page.locator(f"form[action*='{hall.counters[0].id}'] button").click()
    clerk.reads(ticket.shown)
    clerk.look("counter-empty")
    clerk.page.keyboard.press("n")
    expect(clerk.page.locator(".counter__number")).to_have_text(ticket.shown)
    clerk.look("counter-called")
    wall = visit(walk, f"/wall/{hall.reception.wall_token}")
    wall.reads(ticket.shown)
    wall.misses(NAME)
    wall.look("wall")
    follower = visit(walk, f"/n/{ticket.token}/")
    follower.look("visit-called")

    clerk.fill(note="帶了原件")
    clerk.page.keyboard.press("Escape")
    clerk.page.locator("button[formaction$='/served']").click()
    expect(clerk.page.locator(".counter__number")).to_have_count(0)
    assert Interaction.objects.filter(kind="visit", party_id=held.party_id).count() == 1
    clerk.go("/desk/visits")
    clerk.reads(ticket.shown)
    clerk.look("office-day")

    rates(follower, ticket)
    clerk.go("/desk/visits/ratings")
    clerk.look("visit-ratings")
    repair = RepairCase.objects.get()
    clerk.follow(str(repair.id))
    for step, given in (
        ("repair_contact", {"note": "嫌慢"}),
        ("repair_work", {"result": "已致電道歉，加開一個窗口。"}),
        ("repair_proof", {"proof": "電話回訪：滿意"}),
    ):
        clerk.follow(step)
        if step == "repair_proof":
            clerk.choose("satisfied", "yes")
        clerk.fill(**given)
        clerk.page.locator("main .actions button").first.click()
        expect(clerk.page).to_have_url(re.compile(f"/repairs/{repair.id}$"))
    assert RepairCase.objects.get().state == "done"
    follower.go(f"/n/{ticket.token}/rate/")
    follower.reads("加開一個窗口")
    follower.look("visit-rated")


def books(person: Visitor) -> None:
    person.look("book-office")
    person.follow("/at/hall-water/")
    person.on("/at/hall-water/$", "book-service")
    person.follow("/other/")
    person.on("/other/$", "book-day")
    person.page.locator("a.slot").nth(1).click()
    person.on(r"/\d{4}-\d\d-\d\d/$", "book-time")
    person.page.locator("a.slot").first.click()
    person.on("/09-00/$", "book-who")
    person.send()
    person.is_told_a_mistake()
    person.fill(name=NAME, phone="13800138000")
    person.send()
    person.reads(NAME)
    person.send()
    person.on("/appointments/mine/", "appointment")


def moves(person: Visitor, held: Appointment) -> None:
    person.follow("/move/")
    person.page.locator("a.slot").nth(2).click()
    person.page.locator("button.slot").nth(1).click()
    person.on(f"/{held.token}/$")
    before = held.starts_at
    held.refresh_from_db()
    assert (held.moved, held.starts_at != before) == (1, True)


def looks(person: Visitor) -> None:
    """With scripts on, so that it can be looked at."""
    person.look("appointment")
    person.follow("/move/")
    person.look("appointment-move")
    person.page.locator("a.slot").first.click()
    person.look("appointment-move-day")


def the_day_has_come(held: Appointment) -> None:
    Appointment.objects.filter(pk=held.pk).update(starts_at=timezone.now())


def rates(person: Visitor, ticket: Ticket) -> None:
    person.go(f"/n/{ticket.token}/rate/")
    person.look("visit-rate")
    person.choose("level", "1")
    person.send()
    person.is_told_a_mistake()
    person.choose("level", "1")
    person.choose("reasons", "slow")
    person.send()
    person.on("/rate/$")
    assert (Rating.objects.get().visit_id, Rating.objects.get().level) == (ticket.id, 1)
