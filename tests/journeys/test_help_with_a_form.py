"""Somebody calls and cannot fill in a form: the agent does it with them, and it is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from minben.cases.models import Case
from minben.foundation.access.models import Account
from minben.foundation.access.roles import Role
from minben.parties.models import Party
from tests.factories.callers import known_person

from . import clerks
from .conftest import View
from .town import SLUG, PracticeTown, drain, newest_to
from .visitor import Visitor

Visit = Callable[..., Visitor]
EMAIL = "mei@example.org"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)


def test_an_agent_fills_in_a_form_and_the_person_finds_it_in_the_account(
    visit: Visit, town: PracticeTown, walk: View, tmp_path: Path
) -> None:
    person = known_person("林小美", "13800138000")
    account = Account.objects.create(kind=Account.Kind.PUBLIC, email=EMAIL, name="林小美")
    Party.objects.filter(pk=person.id).update(account=account)
    scan = tmp_path / "licence.png"
    scan.write_bytes(PNG)

    agent = visit(walk, "/desk/sign-in")
    clerks.sign_in(agent, town.account(Role.AGENT), f"/desk/intake?party={person.id}&call=c-9")
    agent.follow("/apply?channel=phone")
    agent.on("/apply", "assist-choose")
    agent.page.locator(f"main button[value='{SLUG}']").click()
    agent.on("/desk/assist/", "assist-form")
    expect(agent.entry("a-applicant_name")).to_have_value("林小美")
    agent.page.locator("main .actions button[value=check]").click()
    agent.is_told_a_mistake()
    agent.look("assist-wrong")
    agent.fill(**{"a-plate_number": "京A12345"})
    agent.page.locator("main .actions button[value=keep]").click()
    expect(agent.page.locator(".notice").first).to_be_visible()
    agent.page.goto(f"/desk/people/{person.id}")
    agent.look("assist-on-the-person")
    agent.follow("/desk/assist/")
    expect(agent.entry("a-plate_number")).to_have_value("京A12345")
    agent.choose("a-whose", "self")
    agent.add_file("file_photo", scan)
    agent.page.locator("main .actions button[value=check]").click()
    agent.on("/check$", "assist-check")
    agent.reads("licence.png")
    agent.choose("promise", "yes")
    agent.send()
    agent.on("/done$", "assist-done")
    case = Case.objects.get()
    agent.reads(case.number)
    assert (case.party_id, case.account_id, case.channel) == (person.id, account.id, "phone")

    signs_in(visit(walk, "/"), case)


def signs_in(person: Visitor, case: Case) -> None:
    """With the code that comes by e-mail, and finds the application among their own."""
    person.go("/account/")
    person.fill(address=EMAIL)
    person.send()
    drain()
    found = re.search(r"\d{6}", newest_to(EMAIL).body)
    assert found is not None
    person.fill(code=found[0])
    person.send()
    person.on("/account/$")
    person.reads(case.number)
