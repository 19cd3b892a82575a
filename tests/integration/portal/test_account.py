"""Signing in by a code, and the pages of one's own."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from minben.channels.models import Message, MessageTemplate
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.models import Account, OneTimeCode
from minben.foundation.access.roles import Role
from minben.foundation.audit import trail
from minben.parties.models import ContactPoint, Party
from tests.factories.town import Town

from .conftest import asked, text_of

pytestmark = pytest.mark.django_db
PHONE = "+8613800138000"


@pytest.fixture(autouse=True)
def _templates(db: None) -> None:
    for channel in ("sms", "mail"):
        MessageTemplate.objects.create(
            name="code", channel=channel, body={"en": "{code}"}, subject={"en": "Code"}
        )


def sent_code() -> str:
    return Message.objects.order_by("-id")[0].body


def signed_in(browser: Client, address: str = "138 0013 8000", path: str = "/en/sign-in/") -> Account:
    browser.get(path)
    assert browser.post("/en/sign-in/", {"address": address}).status_code == 302
    assert browser.post("/en/sign-in/code/", {"code": sent_code()}).status_code == 302
    return Account.objects.order_by("-id")[0]


def test_a_code_to_a_phone_makes_an_account_and_signs_in(browser: Client) -> None:
    account = signed_in(browser)
    assert (account.phone, account.assurance) == (PHONE, "contact")
    assert PHONE in text_of(browser.get("/en/account/"))


def test_a_code_to_a_mail_address_signs_in_too(browser: Client) -> None:
    assert signed_in(browser, " Li.Na@Example.org ").email == "li.na@example.org"


def test_the_same_address_is_the_same_account(browser: Client) -> None:
    first = signed_in(browser)
    assert signed_in(Client()).id == first.id


def test_a_code_works_once(browser: Client) -> None:
    signed_in(browser)
    code = sent_code()
    other = Client()
    session = other.session
    session["sign_in_address"] = PHONE
    session.save()
    answer = other.post("/en/sign-in/code/", {"code": code})
    assert answer.status_code == 422
    assert "used already" in text_of(answer)


def test_an_expired_code_is_refused(browser: Client) -> None:
    browser.post("/en/sign-in/", {"address": PHONE})
    OneTimeCode.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert "has expired" in text_of(browser.post("/en/sign-in/code/", {"code": sent_code()}))


def test_five_wrong_codes_close_it_for_the_right_one(browser: Client) -> None:
    browser.post("/en/sign-in/", {"address": PHONE})
    for _n in range(5):
        browser.post("/en/sign-in/code/", {"code": "000000x"})
    assert "too often" in text_of(browser.post("/en/sign-in/code/", {"code": sent_code()}))


def test_a_sixth_code_within_the_hour_is_not_sent(browser: Client) -> None:
    for _n in range(5):
        browser.post("/en/sign-in/", {"address": PHONE})
    assert "Too many codes" in text_of(browser.post("/en/sign-in/", {"address": PHONE}))
    assert Message.objects.count() == 5


@pytest.mark.parametrize("address", ["", "12", "not an address", "a@b", "\x00", "<script>", "' OR 1=1 --"])
def test_what_is_no_address_is_refused_at_the_field(browser: Client, address: str) -> None:
    answer = browser.post("/en/sign-in/", {"address": address})
    assert answer.status_code == 422
    assert not OneTimeCode.objects.exists()


def test_an_expired_session_comes_back_to_the_same_page(browser: Client) -> None:
    answer = browser.get("/en/account/details/")
    assert answer["Location"] == "/en/sign-in/?next=%2Fen%2Faccount%2Fdetails%2F"
    browser.get(answer["Location"])
    browser.post("/en/sign-in/", {"address": PHONE})
    assert browser.post("/en/sign-in/code/", {"code": sent_code()})["Location"] == "/en/account/details/"


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site_after_signing_in(browser: Client, goal: str) -> None:
    browser.get("/en/sign-in/", {"next": goal})
    browser.post("/en/sign-in/", {"address": PHONE})
    assert browser.post("/en/sign-in/code/", {"code": sent_code()})["Location"] == "/en/account/"


def test_signing_out_closes_the_own_pages(browser: Client) -> None:
    signed_in(browser)
    browser.post("/en/sign-out/")
    assert browser.get("/en/account/").status_code == 302


def test_details_are_kept_and_large_print_is_worn(browser: Client) -> None:
    account = signed_in(browser)
    data = {"name": "Li Na", "language": "en", "channel": "sms", "large_print": "on"}
    answer = browser.post("/en/account/details/", data)
    party = Party.objects.get(account=account)
    assert (party.name, party.language, party.channel) == ("Li Na", "en", "sms")
    assert answer.cookies["minben_display"].value == "large-print"


def test_a_new_contact_counts_once_its_code_came_back(browser: Client) -> None:
    account = signed_in(browser)
    browser.post("/en/account/contacts/add/", {"address": "li@example.org"})
    assert not ContactPoint.objects.filter(kind="email").exists()
    browser.post("/en/account/contacts/code/", {"code": sent_code()})
    point = ContactPoint.objects.get(kind="email")
    assert point.party.account_id == account.id
    assert point.verified_at is not None


def test_another_persons_contact_is_not_found(browser: Client) -> None:
    signed_in(browser)
    other = Client()
    signed_in(other, "other@example.org")
    other.get("/en/account/details/")
    theirs = ContactPoint.objects.get(value="other@example.org")
    for verb in ("end", "prefer"):
        assert browser.post(f"/en/account/contacts/{theirs.id}/{verb}/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.ended_at is None


def test_who_looked_shows_office_and_role_and_no_name(browser: Client, town: Town) -> None:
    signed_in(browser)
    case = asked(browser)
    officer = town.actor(Role.OFFICER, town.roads, name="Secret Name")
    trail.saw(officer, "desk.case", kind="case", ids=[case.id], purpose="handling", case_id=case.id)
    stranger = asked(Client())
    trail.saw(officer, "desk.case", kind="case", ids=[stranger.id], purpose="another purpose")
    shown = text_of(browser.get("/en/account/reads/"))
    assert "Roads" in shown
    assert "Department officer" in shown
    assert "Your case" in shown
    assert "handling" in shown
    assert "Secret Name" not in shown
    assert "another purpose" not in shown


def test_the_download_holds_the_own_cases_and_nobody_elses(browser: Client) -> None:
    signed_in(browser)
    mine, theirs = asked(browser), asked(Client())
    answer = browser.post("/en/account/export/")
    found = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert [case["number"] for case in found["cases"]] == [mine.number]
    assert theirs.number not in answer.content.decode()
    assert found["account"]["phone"] == PHONE


def test_half_filled_forms_are_listed_and_resumed(browser: Client) -> None:
    signed_in(browser)
    browser.post("/en/ask/", {"kind": "enquiry"})
    shown = text_of(browser.get("/en/account/"))
    address = re.search(r'href="(/en/drafts/[^"]+)"', shown)
    assert address is not None
    assert browser.get(address.group(1), follow=True).status_code == 200


def test_an_anonymous_actor_has_no_drafts() -> None:
    from minben.cases.actions.draft import drafts_of

    assert drafts_of(Actor(kind=ActorKind.ANONYMOUS)) == []


def test_the_outbox_exists_in_the_practice_city_only(browser: Client, settings: object) -> None:
    settings.PRACTICE = False  # type: ignore[attr-defined]
    assert browser.get("/en/practice/outbox/").status_code == 404
    settings.PRACTICE = True  # type: ignore[attr-defined]
    assert browser.get("/en/practice/outbox/").status_code == 200
