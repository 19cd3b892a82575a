"""An ordinary application from the form to its end, with the picture of its process moving on both sides."""

from __future__ import annotations

import re
from collections.abc import Callable

from minben.cases.models import Case
from minben.catalog.actions import write_service
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from tests.factories import catalog

from . import citizen as does
from . import clerks
from .conftest import View
from .town import PracticeTown, drain, mailbox, newest_to
from .visitor import Visitor

Visit = Callable[..., Visitor]
SLUG = "tree-permit"
MARKS = """() => Object.fromEntries([...document.querySelectorAll('.process__step')].map((item) => [
  item.querySelector('span:last-child').firstChild.textContent.trim(),
  [...item.classList].find((name) => name.startsWith('process__step--')).slice(15)]))"""
"""Name of each step in the list beside the picture, and how it is marked."""


def offered(town: PracticeTown) -> None:
    """A promised matter (承諾件): seven working days."""
    question = {
        "key": "trees",
        "kind": "number",
        "label": {"zh-hant": "幾棵樹", "en": "How many trees"},
        "required": True,
    }
    promise = {
        "key": "promise",
        "kind": "promise",
        "label": {"zh-hant": "屬實", "en": "It is true."},
        "required": True,
    }
    names = {"zh-hant": "樹木移植許可", "en": "Permit to move trees"}
    guide = catalog.guide(
        SLUG, department=town.town.water, name=names, mode="2", promised_amount=7, promised_unit="1",
        statutory_amount=20, statutory_unit="1", form=[question, promise],
    )  # fmt: skip
    write_service(SYSTEM, guide)


def test_the_picture_moves_from_the_form_to_the_closed_case(town: PracticeTown, visit: Visit) -> None:
    offered(town)
    citizen = visit(View("phone", "en"), "/account/")
    signs_in(citizen)
    applies(citizen)
    case = Case.objects.get()
    assert case.process_version is not None
    assert case.process_version.definition.key == "application"
    officer = visit(View("desktop", "en"), "/desk/sign-in")
    clerks.sign_in(officer, town.account(Role.OFFICER), f"/desk/cases/{case.id}")
    begun = {"Submitted": "done", "Check what was sent": "now"}
    seen(citizen, officer, case, public=begun, desk=begun, name="sent")

    step(officer, case, "pre_check")
    step(officer, case, "ask_supplement", items="Plan of the site\nPhotographs")
    told = {"Check what was sent": "done", "Told once what is missing": "done"}
    seen(citizen, officer, case, public=told, desk=told, name="supplement")
    supplies(citizen, case)
    again = {"Missing material sent": "done", "Check what was sent": "now"}
    seen(citizen, officer, case, public=again, desk=again, name="supplied")

    step(officer, case, "accept")
    accepted = {"Check what was sent": "done", "Examine": "now", "Issue and deliver": "next"}
    seen(citizen, officer, case, public=accepted, desk=accepted, name="accepted")
    step(officer, case, "examine")
    step(officer, case, "decide", outcome="granted", answer="Granted: three trees, until the end of May.")
    decided = {"Examine": "done", "Issue and deliver": "now"}
    seen(
        citizen,
        officer,
        case,
        public={**decided, "Closed": "next"},
        desk={**decided, "Close": "next"},
        name="decided",
    )
    step(officer, case, "deliver", how="Online")
    drain()
    closed = {"Submitted": "done", "Examine": "done", "Issue and deliver": "done", "Closed": "done"}
    seen(citizen, officer, case, public=closed, desk={**closed, "Close": "done"}, name="closed")
    assert Case.objects.get().status == "closed"
    citizen.reads("three trees")


def signs_in(citizen: Visitor) -> None:
    address = mailbox()
    citizen.fill(address=address)
    citizen.send()
    citizen.on("/sign-in/code/$")
    drain()
    found = re.search(r"\b\d{6}\b", newest_to(address).body)
    assert found is not None
    citizen.fill(code=found.group())
    citizen.send()
    citizen.on("/account/$")


def applies(citizen: Visitor) -> None:
    citizen.go(f"/services/{SLUG}/apply/")
    citizen.send()
    citizen.on("/trees/$", "apply-number")
    citizen.fill(answer="3")
    citizen.send()
    does.sends_with_a_double_click_after_promising(citizen)
    citizen.on("/sent/$")


def step(officer: Visitor, case: Case, verb: str, **values: str) -> None:
    clerks.opens_case(officer, case.id)
    clerks.does(officer, verb, **values)


def supplies(citizen: Visitor, case: Case) -> None:
    citizen.go(f"/c/{case.track_token}/")
    citizen.reads("Photographs")
    citizen.follow("/supply/")
    citizen.on("/supply/$")
    citizen.fill(text="Plan and photographs were handed in at the counter.")
    citizen.send()
    citizen.on("/c/[^/]+/$")


def seen(
    citizen: Visitor, officer: Visitor, case: Case, *, public: dict[str, str], desk: dict[str, str], name: str
) -> None:
    """Both pictures mark these steps so; the public one has nothing of the house's own."""
    citizen.go(f"/c/{case.track_token}/")
    citizen.page.locator("details:has(.process)").evaluate("item => { item.open = true }")
    citizen.look(f"way-{name}")
    marks = citizen.page.evaluate(MARKS)
    assert {step: marks.get(step) for step in public} == public, marks
    assert "Close" not in marks
    officer.go(f"/desk/cases/{case.id}/process")
    officer.look(f"desk-way-{name}")
    marks = officer.page.evaluate(MARKS)
    assert {step: marks.get(step) for step in desk} == desk, marks
