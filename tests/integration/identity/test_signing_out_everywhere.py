"""Out everywhere but here; and whoever owns an account is told when a way into it changed (OWASP ASVS 2.2.3, 2.5.5, 3.3.3)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from minben.agencies.actions import renew_first_password, reset_second_step
from minben.channels.actions import add_shipped
from minben.channels.models import Delivery, Message
from minben.channels.ways_in import TEXTS, tell_owner
from minben.foundation.access.actions.accounts import public_account_for
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.models import Account, OpenSession
from minben.foundation.audit.models import AuditLine
from minben.foundation.events.models import EventRow
from minben.foundation.identity.events import Way, WayInChanged
from tests.factories.authenticator import SoftKey, digits
from tests.integration.desk.test_door import PASSWORD

from .conftest import browser, with_password
from .test_passkeys import enter, make_passkey

pytestmark = pytest.mark.django_db
BACKEND = "minben.foundation.access.backends.StaffBackend"


def inside(client: Client) -> bool:
    return client.get(reverse("desk:home")).status_code == 200


def told() -> list[str]:
    rows = EventRow.objects.filter(name=WayInChanged.name).order_by("id")
    return [row.payload["what"] for row in rows]


def elsewhere_with(key: SoftKey) -> Client:
    key.count += 1
    client = browser()
    assert enter(client, key)
    return client


def test_one_press_ends_all_other_sessions_at_once(desk: Client, account: Account) -> None:
    key = SoftKey()
    make_passkey(desk, key)
    elsewhere = [elsewhere_with(key), elsewhere_with(key)]
    assert all(inside(client) for client in elsewhere)
    OpenSession.objects.filter(account=account).order_by("-id")[0].delete()
    desk.post(reverse("desk:sessions_end"))
    assert not any(inside(client) for client in elsewhere), "also one that no list knows"
    assert inside(desk)
    assert OpenSession.objects.filter(account=account).count() == 1
    assert AuditLine.objects.filter(action="account.sessions.ended", subject_id=account.id).count() == 1


def test_a_passkey_that_comes_or_goes_ends_other_sessions_and_is_told(desk: Client, account: Account) -> None:
    first = SoftKey()
    make_passkey(desk, first)
    thief = elsewhere_with(first)
    make_passkey(desk, SoftKey(), name="Second")
    assert not inside(thief)
    thief = elsewhere_with(first)
    removed = account.authenticator_set.filter(type="webauthn").first()
    desk.post(reverse("desk:passkey_remove", args=[removed.pk]))
    assert not inside(thief)
    assert inside(desk)
    assert told() == ["authenticator_paired", "passkey_added", "passkey_added", "passkey_removed"]


def test_passwords_and_what_the_security_administrator_does_are_told_too(
    desk: Client,
    account: Account,
) -> None:
    new = "a quite different pass phrase"
    desk.post(reverse("desk:password"), {"old": PASSWORD, "new": new, "again": new})
    reset_second_step(SYSTEM, account.staff, reason="遺失")
    renew_first_password(SYSTEM, account.staff, reason="忘記")
    assert told()[1:] == ["password_changed", "second_step_reset", "password_renewed"]


def test_somebody_else_is_signed_out_by_nobody(desk: Client) -> None:
    browser().post(reverse("desk:sessions_end"))
    assert inside(desk)


def test_the_public_signs_out_everywhere_too() -> None:
    owner = public_account_for("a@example.org")
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(owner, backend=BACKEND)
    assert there.get("/en/account/").status_code == 200
    assert here.post("/en/account/ways-in/sessions/end/").status_code == 302
    assert there.get("/en/account/").status_code == 302
    assert here.get("/en/account/").status_code == 200


@pytest.mark.parametrize("what", Way)
def test_the_owner_reads_what_changed_in_their_language(what: Way) -> None:
    add_shipped(SYSTEM)
    owner = public_account_for("a@example.org")
    Account.objects.filter(pk=owner.pk).update(language="en")
    tell_owner(WayInChanged(subject_id=owner.pk, what=what))
    message = Message.objects.get()
    assert (message.address, message.channel) == ("a@example.org", "mail")
    with override("en"):
        assert str(TEXTS[what]) in message.body
    assert not Delivery.objects.exists(), "nothing holds it back, also at night"


def test_an_account_without_an_address_is_no_error() -> None:
    owner = Account.objects.create_user(kind=Account.Kind.PUBLIC, name="x")
    tell_owner(WayInChanged(subject_id=owner.pk, what=Way.PASSKEY_ADDED))
    assert not Message.objects.exists()


@pytest.mark.parametrize("later", [0, 40, 120], ids="{} s later".format)
def test_a_code_that_is_shown_again_is_refused_and_its_owner_told(account: Account, later: int) -> None:
    client, thief = browser(), browser()
    step = with_password(client)["Location"]
    secret = client.get(step).context["secret"]
    used = digits(secret)
    client.post(step, {"code": used})
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=later)):
        for code, count in (("000000", 0), (used, 1)):
            shown = thief.post(with_password(thief)["Location"], {"code": code})
            assert shown.status_code == 422
            assert told().count("code_shown_again") == count
        assert not inside(thief)
