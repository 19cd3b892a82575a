"""Passkeys open the right door once, for whoever made them, and for nobody with a copy."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from minben.agencies.actions import reset_second_step
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.models import Account, OpenSession, SignIn
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from tests.factories.authenticator import SoftKey, digits
from tests.factories.desk import make_staff
from tests.factories.town import Town
from tests.integration.desk.test_door import PASSWORD

from .conftest import browser, with_password

pytestmark = pytest.mark.django_db


def make_passkey(client: Client, key: SoftKey, name: str = "Laptop") -> Any:
    options = client.post(reverse("desk:passkey_creation"))
    assert options.status_code == 200, options.content
    given = {"name": name, "answer": key.made(options.json())}
    return client.post(reverse("desk:passkey_add"), given)


def challenge(client: Client, name: str = "desk:passkey_challenge") -> dict[str, Any]:
    answer = client.post(reverse(name))
    assert answer.status_code == 200, answer.content
    return answer.json()  # type: ignore[no-any-return]


def enter(client: Client, key: SoftKey) -> bool:
    """Did the passkey open the desk?"""
    client.post(reverse("desk:passkey_enter"), {"answer": key.signed(challenge(client))})
    return client.get(reverse("desk:home")).status_code == 200


def test_a_passkey_is_made_named_used_renamed_and_removed(desk: Client, account: Account) -> None:
    key = SoftKey()
    make_passkey(desk, key)
    made = Authenticator.objects.get(user=account, type="webauthn")
    assert "Laptop" in desk.get(reverse("desk:security")).content.decode()
    key.count += 1
    elsewhere = browser()
    assert enter(elsewhere, key)
    assert SignIn.objects.filter(account=account, means="passkey", succeeded=True).count() == 1
    desk.post(reverse("desk:passkey_rename", args=[made.id]), {"name": "Old laptop"})
    assert "Old laptop" in desk.get(reverse("desk:security")).content.decode()
    desk.post(reverse("desk:passkey_remove", args=[made.id]))
    key.count += 1
    assert not enter(browser(), key)
    lines = AuditLine.objects.filter(subject_id=account.id).order_by("id").values_list("action", flat=True)
    assert [line for line in lines if "passkey" in line] == [
        "account.passkey.added", "account.passkey.renamed", "account.passkey.removed",
    ]  # fmt: skip


def test_after_the_password_a_passkey_stands_for_the_code(desk: Client) -> None:
    key = SoftKey()
    make_passkey(desk, key)
    key.count += 1
    client = browser()
    with_password(client)
    given = {"answer": key.signed(challenge(client, "desk:passkey_second_challenge")), "next": "/desk/cases"}
    assert client.post(reverse("desk:passkey_second"), given)["Location"] == "/desk/cases"
    assert client.get("/desk/cases").status_code == 200


def test_the_passkey_of_a_colleague_is_no_second_step(desk: Client, town: Town) -> None:
    key = SoftKey()
    make_passkey(desk, key)
    key.count += 1
    make_staff(town.water, Role.OFFICER, name="王美", email="wang@example.org")
    client = browser()
    client.post(reverse("desk:sign_in"), {"email": "wang@example.org", "password": PASSWORD})
    client.post(
        reverse("desk:passkey_second"),
        {"answer": key.signed(challenge(client, "desk:passkey_second_challenge"))},
    )
    assert client.get(reverse("desk:home")).status_code == 302


def test_an_answer_opens_the_door_once(desk: Client) -> None:
    key = SoftKey(count=0)
    make_passkey(desk, key)
    client = browser()
    answer = key.signed(challenge(client))
    client.post(reverse("desk:passkey_enter"), {"answer": answer})
    client.post(reverse("desk:sign_out"))
    client.post(reverse("desk:passkey_enter"), {"answer": answer})
    assert client.get(reverse("desk:home")).status_code == 302


def test_an_answer_to_the_challenge_of_another_browser_is_refused(desk: Client) -> None:
    key = SoftKey(count=0)
    make_passkey(desk, key)
    mine, other = browser(), browser()
    answer = key.signed(challenge(mine))
    challenge(other)
    other.post(reverse("desk:passkey_enter"), {"answer": answer})
    assert other.get(reverse("desk:home")).status_code == 302


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("the counter stood still, so the key was copied", {}),
        ("the counter went back", {"count": 3}),
        ("nobody gave PIN or finger", {"count": 9, "verified": False}),
        ("it was asked for by another site", {"count": 9, "origin": "https://evil.example"}),
        ("it was signed for another site", {"count": 9, "rp_id": "evil.example"}),
        ("it names another person", {"count": 9, "user": b"00000000000000000000000000000000"}),
    ],
)
def test_a_passkey_is_refused_when(desk: Client, what: str, change: dict[str, Any]) -> None:
    key = SoftKey(count=5)
    make_passkey(desk, key)
    for name, value in change.items():
        setattr(key, name, value)
    assert not enter(browser(), key), what
    fixed = SoftKey(count=6, id=key.id, key=key.key, user=key.user or b"")
    fixed.user = key.user if "user" not in change else fixed.user
    assert "user" in change or enter(browser(), fixed), "the right key still opens"


def test_a_challenge_lives_five_minutes(desk: Client) -> None:
    key = SoftKey(count=0)
    make_passkey(desk, key)
    client = browser()
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        answer = key.signed(challenge(client))
        clock.shift(301)
        client.post(reverse("desk:passkey_enter"), {"answer": answer})
    assert client.get(reverse("desk:home")).status_code == 302


def test_a_passkey_is_not_made_in_a_session_that_is_old(desk: Client) -> None:
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=16)):
        answer = desk.post(reverse("desk:passkey_creation"))
    assert answer.status_code == 403
    assert "detail" in answer.json()


def test_without_verification_or_a_name_no_passkey_is_kept(desk: Client) -> None:
    make_passkey(desk, SoftKey(verified=False))
    make_passkey(desk, SoftKey(), name="  ")
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_the_passkey_of_staff_does_not_open_the_public_door(desk: Client) -> None:
    key = SoftKey(count=0)
    make_passkey(desk, key)
    client = browser()
    client.post(
        reverse("portal:passkey_enter"),
        {"answer": key.signed(challenge(client, "portal:passkey_challenge"))},
    )
    assert client.get(reverse("portal:account")).status_code in {302, 403}


@pytest.mark.parametrize(
    "answer", ["", "[]", "{}", "null", "{", '{"response": 1}', "x" * 30_000, '{"id": "é"}']
)
def test_nonsense_in_place_of_a_passkey_is_refused_politely(answer: str, town: Town) -> None:
    client = browser()
    challenge(client)
    assert client.post(reverse("desk:passkey_enter"), {"answer": answer}).status_code == 302
    assert client.get(reverse("desk:home")).status_code == 302


def test_a_password_thief_cannot_pair_an_authenticator_where_a_passkey_is(
    desk: Client, account: Account
) -> None:
    make_passkey(desk, SoftKey())
    Authenticator.objects.filter(user=account, type="totp").delete()
    client = browser()
    page = client.get(with_password(client)["Location"])
    assert "secret" not in page.context


def test_a_reset_of_the_second_step_ends_sessions_and_passkeys(desk: Client, account: Account) -> None:
    make_passkey(desk, SoftKey())
    reset_second_step(SYSTEM, account.staff, reason="lost")
    assert desk.get(reverse("desk:home")).status_code == 302
    assert not Authenticator.objects.filter(user=account).exists()
    assert not OpenSession.objects.filter(account=account).exists()


def test_a_session_is_listed_and_ended_by_its_owner_only(desk: Client, account: Account, town: Town) -> None:
    key = SoftKey(count=0)
    make_passkey(desk, key)
    elsewhere = browser()
    assert enter(elsewhere, key)
    newest = OpenSession.objects.filter(account=account).order_by("-id")[0]
    assert desk.get(reverse("desk:security")).content.decode().count('/end"') == 2
    other = make_staff(town.water, Role.OFFICER, name="王美", email="wang@example.org")
    stranger = browser()
    step = stranger.post(reverse("desk:sign_in"), {"email": "wang@example.org", "password": PASSWORD})[
        "Location"
    ]
    stranger.post(step, {"code": digits(stranger.get(step).context["secret"])})
    stranger.post(reverse("desk:session_end", args=[newest.id]))
    assert other.account is not None
    assert elsewhere.get(reverse("desk:home")).status_code == 200
    desk.post(reverse("desk:session_end", args=[newest.id]))
    assert elsewhere.get(reverse("desk:home")).status_code == 302
    assert desk.get(reverse("desk:home")).status_code == 200


@pytest.mark.parametrize(("name", "most"), [("desk:sign_in", 5), ("desk:security", 8)])
def test_the_pages_ask_the_database_no_more_however_many_passkeys_there_are(
    desk: Client, name: str, most: int, django_assert_max_num_queries: Any
) -> None:
    desk.get(reverse(name))
    with django_assert_max_num_queries(most):
        desk.get(reverse(name))
    for n in range(3):
        make_passkey(desk, SoftKey(), name=f"Key {n}")
    with django_assert_max_num_queries(most):
        desk.get(reverse(name))
