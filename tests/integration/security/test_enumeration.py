"""Who asks learns nothing about who is there: known and unknown get the same answer for the same work (OWASP ASVS 2.2).

The work is counted in statements, not in milliseconds: what takes the same road takes the same time.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minben.api import limiting
from minben.cases.intake.numbers import code_for, format_number
from minben.channels.models import Message
from minben.foundation.access.actions.accounts import public_account_for
from minben.foundation.access.models import Account, FailedTry
from minben.foundation.access.roles import Role
from tests.factories.callers import known_person
from tests.factories.cases import make_case
from tests.factories.clients import client as make_client
from tests.factories.desk import make_staff
from tests.factories.town import Town, make_town
from tests.integration.api.conftest import Machine

pytestmark = pytest.mark.django_db(transaction=True)
OF_A_REQUEST = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f-]{32,36}|\b\d\d:\d\d\b')
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Told:
    """All that somebody outside can see or count of an answer."""

    status: int
    where: str
    words: str
    statements: int
    cookies: tuple[str, ...]


def told(client: Client, path: str, sent: dict[str, str]) -> Told:
    """The answer, with what was typed taken out of it."""
    with CaptureQueriesContext(connection) as seen:
        answer: Any = client.post(path, sent)
    words = OF_A_REQUEST.sub("", answer.content.decode())
    for typed in sent.values():
        words = words.replace(typed, "…")
    return Told(
        status=answer.status_code,
        where=answer.headers.get("Location", ""),
        words=words,
        statements=len(seen),
        cookies=tuple(sorted(answer.cookies)),
    )


@pytest.fixture
def town() -> Iterator[Town]:
    cache.clear()
    limiting.start_anew()
    yield make_town()
    cache.clear()


def warm(client: Client, path: str) -> Client:
    """What is read once a process is not what is counted here."""
    client.get(path)
    return client


def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def test_the_desk_does_not_tell_who_works_here(town: Town) -> None:
    closed = make_staff(town.water, Role.OFFICER, email="gone@example.org").account
    make_staff(town.water, Role.OFFICER, email="here@example.org")
    Account.objects.filter(pk=closed.pk).update(is_active=False)
    public_account_for("citizen@example.org")
    door = "/desk/sign-in"
    tries = {"email": "warm@example.org", "password": "wrong"}
    told(visitor(), door, tries)
    here = told(visitor(), door, {**tries, "email": "here@example.org"})
    assert here.status == 422
    for other in ("nobody@example.org", "gone@example.org", "citizen@example.org"):
        assert told(visitor(), door, {**tries, "email": other}) == here
    right = {"email": "gone@example.org", "password": PASSWORD}
    assert told(visitor(), door, right).words == here.words, "closed, with the right password"


def test_the_desk_locks_out_names_that_nobody_has_as_well(town: Town) -> None:
    make_staff(town.water, Role.OFFICER, email="here@example.org")
    last = {}
    for name in ("warm", "here", "nobody"):
        tries = {"email": f"{name}@example.org", "password": "wrong"}
        client = warm(visitor(), "/desk/sign-in")
        last[name] = [told(client, "/desk/sign-in", tries) for _n in range(7)]
    assert last["here"] == last["nobody"]
    assert last["here"][-1].words != last["here"][0].words, "locked out by then"


def test_asking_for_a_code_does_not_tell_who_has_an_account(town: Town) -> None:
    public_account_for("known@example.org")
    known_person(phone="13800138000")
    public_account_for("+8613800138001")
    door = "/en/sign-in/"
    told(warm(visitor(), door), door, {"address": "warm@example.org"})
    by_mail = [told(warm(visitor(), door), door, {"address": f"{n}@example.org"}) for n in ("known", "other")]
    assert by_mail[0] == by_mail[1]
    assert by_mail[0].status == 302
    numbers = ("13800138001", "13800138000", "13800138009")
    by_phone = [told(warm(visitor(), door), door, {"address": number}) for number in numbers]
    assert by_phone[0] == by_phone[1] == by_phone[2]
    assert by_phone[0].status == 302
    assert Message.objects.count() == 6, "everybody who asked was written to"


def test_a_wrong_code_does_not_tell_who_has_an_account(town: Town) -> None:
    public_account_for("known@example.org")
    wrong = []
    for name in ("warm", "known", "other"):
        client = warm(visitor(), "/en/sign-in/")
        client.post("/en/sign-in/", {"address": f"{name}@example.org"})
        page = told(client, "/en/sign-in/code/", {"code": "not it"})
        wrong.append(replace(page, words=page.words.replace(name, "…")))
    assert wrong[1] == wrong[2]
    assert wrong[1].status == 422


def test_tracking_does_not_tell_which_numbers_there_are(town: Town) -> None:
    case = make_case()
    door, wrong = "/en/track/", {"code": "ABCDEFGH"}
    year, serial = int(case.number[3:7]), int(case.number[8:17])
    warm_up, free = (format_number(year, serial + more) for more in (7, 8))
    told(warm(visitor(), door), door, {**wrong, "number": warm_up})
    there = told(warm(visitor(), door), door, {**wrong, "number": case.number})
    assert there.status == 422
    assert told(warm(visitor(), door), door, {**wrong, "number": free}) == there
    opened = told(visitor(), door, {"number": case.number, "code": code_for(case.track_token)})
    assert opened.status == 302, "and the right pair opens it"


def test_guessing_at_a_number_is_stopped_whether_there_is_one_or_not(town: Town) -> None:
    case = make_case()
    year, serial = int(case.number[3:7]), int(case.number[8:17])
    last = []
    for number in (format_number(year, serial + 7), case.number, format_number(year, serial + 8)):
        FailedTry.objects.all().delete()
        client = warm(visitor(), "/en/track/")
        tries = [told(client, "/en/track/", {"number": number, "code": "ABCDEFGH"}) for _n in range(11)]
        last.append(tries[-1])
    assert last[1] == last[2]
    assert last[1].status == 429


def test_a_machine_is_told_the_same_of_what_is_not_there_and_what_is_not_its_own(town: Town) -> None:
    """Another department's case and none at all: one answer. (Keys have 74 random bits; nobody walks through them.)"""
    case = make_case()
    caller = Machine(make_client(town.roads, Role.OFFICER).key)
    answers = []
    for key in (uuid.uuid4(), case.id, uuid.uuid4()):
        answer = caller.get(f"/cases/{key}")
        answers.append((answer.status_code, OF_A_REQUEST.sub("", answer.content.decode())))
    assert answers[1] == answers[2]
    assert answers[1][0] == 404
