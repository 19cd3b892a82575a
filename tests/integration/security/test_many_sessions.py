"""Ten thousand people are signed in: a request, a way in and a way out cost what they cost with one."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minben.foundation.access.actions import open_sessions
from minben.foundation.access.models import Account, OpenSession
from minben.foundation.access.roles import Role
from minben.foundation.access.upkeep import AT_ONCE, forget_ended_sessions
from minben.foundation.access.web import ADMITTED
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
MANY = 10_000
OWN = 500


def fill(count: int, *, account: Account | None = None, ends: dt.timedelta = dt.timedelta(hours=8)) -> None:
    """So many sessions, each of an account of its own, or all of one."""
    start = Session.objects.count()
    accounts = [account] * count if account else _accounts(count, start)
    data, until = SessionStore().encode({ADMITTED: time.time()}), timezone.now() + ends
    keys = [f"s{start + n:039d}" for n in range(count)]
    Session.objects.bulk_create(
        (Session(session_key=key, session_data=data, expire_date=until) for key in keys), batch_size=5000
    )
    OpenSession.objects.bulk_create(
        (
            OpenSession(account=a, session_key=key, means="code")
            for a, key in zip(accounts, keys, strict=True)
        ),
        batch_size=5000,
    )


def _accounts(count: int, start: int) -> list[Account]:
    fresh = (Account(email=f"n{start + n}@example.org", kind=Account.Kind.PUBLIC) for n in range(count))
    return Account.objects.bulk_create(fresh, batch_size=5000)


def statements(work: Any) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def desk(town: Town) -> Desk:
    return sit_down(town.water, Role.OFFICER)


def costs(desk: Desk) -> dict[str, int]:
    """Statements of a page of the desk, a page of the public site, the own list of sessions, and a way in."""
    desk.client.get("/desk/")
    door = Client()
    return {
        "desk": statements(lambda: desk.client.get("/desk/")),
        "site": statements(lambda: door.get("/en/track/")),
        "own sessions": statements(lambda: desk.client.get("/desk/security")),
        "a wrong way in": statements(
            lambda: door.post("/desk/sign-in", {"email": f"{uuid4()}@example.org", "password": "wrong"})
        ),
    }


def test_what_people_do_costs_the_same_with_ten_thousand_signed_in(
    desk: Desk, remembered_all_day: None
) -> None:
    costs(desk)
    alone = costs(desk)
    fill(MANY)
    assert Session.objects.count() > MANY
    assert costs(desk) == alone


def test_signing_out_everywhere_costs_the_same_however_many_sessions_and_ends_only_ones_own(
    desk: Desk,
) -> None:
    account = desk.staff.account
    assert account is not None
    open_sessions.end_all(account)
    one = statements(lambda: open_sessions.end_all(account))
    fill(MANY)
    fill(OWN, account=account)
    assert OpenSession.objects.filter(account=account).count() == OWN
    assert statements(lambda: open_sessions.end_all(account)) == one
    assert not OpenSession.objects.filter(account=account).exists()
    assert (OpenSession.objects.count(), Session.objects.filter(session_key__startswith="s0").count()) == (
        MANY,
        MANY,
    )


def test_the_list_of_ones_own_sessions_stays_short(desk: Desk) -> None:
    fill(OWN, account=desk.staff.account)
    assert len(open_sessions.open_to(desk.staff.account)) == 50


def test_ended_sessions_are_cleaned_away_a_thousand_at_a_time_and_the_open_ones_stay() -> None:
    fill(MANY, ends=-dt.timedelta(minutes=1))
    fill(OWN)
    gone: list[int] = []
    cost = statements(lambda: gone.append(forget_ended_sessions(timezone.now())))
    assert gone == [MANY]
    assert cost == 3 * MANY // AT_ONCE + 1
    assert (Session.objects.count(), OpenSession.objects.count()) == (OWN, OWN)
    assert forget_ended_sessions(timezone.now()) == 0


def test_the_clean_up_finds_ended_sessions_by_an_index() -> None:
    fill(MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE django_session")
    plan = Session.objects.filter(expire_date__lt=timezone.now()).order_by("expire_date")[:AT_ONCE].explain()
    assert "Index" in plan
