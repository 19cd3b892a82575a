"""Somebody of the staff, and their browser, signed in just now."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from minben.foundation.access.models import Account
from minben.foundation.access.roles import Role
from tests.factories.authenticator import digits
from tests.factories.desk import make_staff
from tests.factories.town import Town, make_town
from tests.integration.desk.test_door import PASSWORD

EMAIL = "lin@example.org"


@pytest.fixture
def town() -> Town:
    cache.clear()
    return make_town()


@pytest.fixture
def account(town: Town) -> Account:
    made = make_staff(town.water, Role.OFFICER, email=EMAIL).account
    assert made is not None
    return made


def browser() -> Client:
    return Client(headers={"host": "localhost", "accept-language": "en"})


def with_password(client: Client) -> Any:
    return client.post(reverse("desk:sign_in"), {"email": EMAIL, "password": PASSWORD})


@pytest.fixture
def desk(account: Account) -> Client:
    """Signed in with password and authenticator, just now."""
    client = browser()
    step = with_password(client)["Location"]
    client.post(step, {"code": digits(client.get(step).context["secret"])})
    return client
