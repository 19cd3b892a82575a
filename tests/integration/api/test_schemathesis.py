"""A bounded run of schemathesis: every operation, good and bad calls, the same ones each time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from .conftest import Machine
from .fuzzing import check, schema_of

pytestmark = pytest.mark.django_db
SCHEMA = schema_of(4)


@pytest.fixture(autouse=True)
def _the_connection_stays(db: None) -> Iterator[None]:
    """Each call ends a request; outside a test that would close the connection whose transaction we live in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@SCHEMA.parametrize()
@settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_it_finds_nothing(case: Any, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many wrong keys from one address are expected here."""
    monkeypatch.setattr("minben.api.door.UNKNOWN", 1_000_000)
    check(case, machine.key)
