"""A cursor that somebody wrote by hand is refused by every list, whatever is in it."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minben.foundation.records.keyset import encode_cursor
from tests.factories.cases import make_case
from tests.factories.parties import PartyFactory

from .conftest import Machine

pytestmark = pytest.mark.django_db
VALUE = st.one_of(st.text(max_size=12), st.integers().map(str), st.uuids().map(str), st.just("\0"))


@given(values=st.lists(VALUE, max_size=3), backwards=st.booleans())
@settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
def test_no_cursor_breaks_a_list(machine: Machine, values: list[str], backwards: bool) -> None:
    case, party = make_case(), PartyFactory()
    cursor = encode_cursor(list(values), backwards)
    for path in ("/cases", f"/cases/{case.id}/events", "/services", f"/parties/{party.id}/interactions"):
        answer = machine.get(path, {"cursor": cursor})
        assert answer.status_code in {200, 422}, (path, values, answer.content)


def test_a_cursor_of_the_due_list_must_be_a_moment(machine: Machine) -> None:
    wrong = encode_cursor(["soon", uuid.uuid4()], False)
    assert machine.get("/cases", {"order": "due", "cursor": wrong}).status_code == 422
