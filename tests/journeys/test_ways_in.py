"""A passkey in a real browser with a virtual authenticator: made, used alone and as second step, removed; at both doors."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from minben.foundation.access.roles import Role
from minben.foundation.identity.models import Provider
from tests.factories.desk import make_staff

from . import clerks
from .conftest import View
from .town import PracticeTown, drain, mailbox, newest_to
from .visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def live(live_server: Any) -> str:
    """A passkey belongs to a host name; browsers make none for an IP address."""
    return str(live_server).replace("127.0.0.1", "localhost")


def plug_in(page: Page) -> None:
    """A device of its own for this browser, whose owner always gives the finger."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    owner = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **owner}})


def press(page: Page, verb: str) -> None:
    page.locator(f"form[data-passkey={verb}] button").click()


def test_staff_make_a_passkey_and_sign_in_with_nothing_else(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    clerk = visit(walk, "/desk/sign-in")
    page = clerk.page
    plug_in(page)
    clerks.sign_in(clerk, town.account(Role.OFFICER), "/desk/security")
    clerk.look("ways-in-none")
    page.fill("#passkey-name", "Finger of the right hand")
    press(page, "create")
    expect(page.locator(".rows strong", has_text="Finger of the right hand")).to_be_visible()
    clerk.look("ways-in-kept")

    page.context.clear_cookies()
    page.goto("/desk/sign-in")
    page.wait_for_url(re.compile("/desk/sign-in"))
    clerk.look("door")
    press(page, "get")
    page.wait_for_url(re.compile(r"/desk/$"))

    page.goto("/desk/security")
    page.locator("form[action$='/remove'] button").first.click()
    expect(page.locator("form[action$='/remove']")).to_have_count(0)


def test_after_the_password_the_passkey_stands_for_the_code(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    person = make_staff(town.town.water, Role.OFFICER, name="王二步", email="second@example.org")
    account = person.account
    assert account is not None
    account.practice = True
    account.save(update_fields=["practice"])
    clerk = visit(walk, "/desk/sign-in")
    page = clerk.page
    plug_in(page)
    clerks.sign_in(clerk, account.id, "/desk/security")
    page.fill("#passkey-name", "Key")
    press(page, "create")
    expect(page.locator(".rows strong", has_text="Key")).to_be_visible()
    page.context.clear_cookies()
    account.practice = False
    account.save(update_fields=["practice"])

    page.goto("/desk/sign-in")
    page.fill("[name=email]", "second@example.org")
    page.fill("[name=password]", "correct horse battery")
    page.locator("form:has([name=password]) button").click()
    page.wait_for_url(re.compile("/desk/sign-in/code"))
    clerk.look("second-step")
    press(page, "get")
    page.wait_for_url(re.compile(r"/desk/$"))


def test_a_citizen_makes_a_passkey_and_needs_no_code_any_more(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    who, address = visit(walk, "/sign-in/"), mailbox()
    page = who.page
    plug_in(page)
    page.fill("[name=address]", address)
    page.locator("form:has([name=address]) button").click()
    drain()
    found = re.search(r"\b\d{6}\b", newest_to(address).body)
    assert found is not None
    page.fill("[name=code]", found.group())
    page.locator("form:has([name=code]) button").click()
    page.wait_for_url(re.compile("/account/"))
    who.go("/account/ways-in/")
    page.fill("#passkey-name", "Phone")
    press(page, "create")
    expect(page.locator(".tasks .as-written", has_text="Phone")).to_be_visible()
    who.look("my-ways-in")

    who.go("/account/")
    page.locator("form[action$='/sign-out/'] button").click()
    who.go("/sign-in/")
    who.look("public-door")
    press(page, "get")
    page.wait_for_url(re.compile("/account/"))


def test_a_device_without_the_passkey_says_so_and_the_other_ways_stay(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    clerk = visit(walk, "/desk/sign-in")
    plug_in(clerk.page)
    press(clerk.page, "get")
    expect(clerk.page.locator("[data-passkey-problem]")).to_be_visible()
    clerk.look("door-no-passkey")
    expect(clerk.page.locator("[name=password]")).to_be_visible()


def test_without_scripts_the_door_offers_no_passkey(town: PracticeTown, visit: Visit, walk: View) -> None:
    clerk = visit(walk, "/desk/sign-in", javascript=False)
    expect(clerk.page.locator("form[data-passkey]")).to_be_hidden()


def test_the_security_administrator_names_a_provider(town: PracticeTown, visit: Visit, walk: View) -> None:
    person = town.join(Role.SECURITY, town.town.government, "安全林")
    clerk = visit(walk, "/desk/sign-in")
    assert person.account_id is not None
    clerks.sign_in(clerk, person.account_id, "/desk/providers")
    clerk.look("providers-none")
    clerk.page.goto("/desk/providers/new")
    clerk.look("provider-new")
    for name, value in {
        "code": "city", "name_zh_hant": "市府單一登入", "name_en": "City sign-in",
        "issuer": "https://login.example.org", "client_id": "minben", "secret": "s3cret",
    }.items():  # fmt: skip
        clerk.page.fill(f"[name={name}]", value)
    clerk.page.check("[name=door][value=staff]")
    clerk.page.locator("form:has([name=issuer]) button").click()
    clerk.page.wait_for_url(re.compile("/desk/providers$"))
    clerk.look("providers-one")
    assert Provider.objects.get().name["en"] == "City sign-in"
