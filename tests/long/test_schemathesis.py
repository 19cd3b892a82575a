"""The long run of schemathesis: every operation, hundreds of good and bad calls."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from minben.api import limiting
from minben.foundation.access import clients
from tests.factories.clients import client
from tests.factories.town import make_town
from tests.integration.api.fuzzing import check, schema_of

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("MINBEN_TEST_EXAMPLES") or 300)
SCHEMA = schema_of(EXAMPLES)


@pytest.fixture
def key(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A machine of a town's centre; counts of wrong keys do not matter here."""
    monkeypatch.setattr("minben.api.door.UNKNOWN", 10_000_000)
    clients.forget()
    limiting.start_anew()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield client(make_town().centre, rate=600_000).key
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@SCHEMA.parametrize()
@settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_it_finds_nothing(case: Any, key: str) -> None:
    check(case, key)
