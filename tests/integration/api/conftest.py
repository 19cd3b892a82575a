"""A town, and a machine that calls it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from minben.api import limiting
from minben.foundation.access import clients
from minben.foundation.access.roles import Role
from minben.foundation.access.scopes import Scope
from tests.factories.clients import client as make
from tests.factories.town import Town, make_town


@pytest.fixture(autouse=True)
def _nothing_remembered(remembered_all_day: None) -> Iterator[None]:
    """Keys and counts outlive a test's transaction."""
    clients.forget()
    limiting.start_anew()
    yield
    clients.forget()


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


class Machine:
    """Calls the API as a client; answers are Django's responses."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._client = Client(headers={"Authorization": f"Bearer {key}"})

    def get(self, path: str, data: Any = None, **headers: str) -> Any:
        return self._client.get(f"/api/v1{path}", data, headers=_names(headers))

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        return self._client.post(
            f"/api/v1{path}", data, content_type="application/json", headers=_names(headers)
        )

    def send(self, path: str, data: dict[str, Any], **headers: str) -> Any:
        """A multipart form."""
        return self._client.post(f"/api/v1{path}", data, headers=_names(headers))


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def machine(town: Town) -> Machine:
    """A machine of the hotline centre that may do everything a machine may."""
    return Machine(make(town.centre).key)


@pytest.fixture
def machine_with(town: Town) -> Callable[..., Machine]:
    def made(*roles: Role, scopes: list[Scope] | None = None, at: Any = None, rate: int = 100_000) -> Machine:
        return Machine(make(at or town.centre, *roles, scopes=scopes, rate=rate).key)

    return made
