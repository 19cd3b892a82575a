"""What is written after a mould is what opening each request alone would write."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minben.cases.intake import Submission, Submitted, numbers, opening, opening_many
from minben.cases.intake.opening_many import Openings
from minben.cases.models import Case
from minben.foundation.access.actor import Actor, ActorKind, Grant
from minben.foundation.access.roles import Role
from minben.foundation.events.models import EventRow
from minben.foundation.records.fresh import fresh
from minben.foundation.records.writing import line_of
from minben.parties.queries import Standing
from tests.factories.town import make_town

pytestmark = pytest.mark.django_db
MACHINE = Actor(kind=ActorKind.MACHINE, session="intake", grants=(Grant(Role.AGENT, None),))
STAFF = Actor(kind=ActorKind.STAFF, staff_id=uuid.uuid4(), name="陳 100% %s")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
TEXTS = st.text(max_size=40) | st.sampled_from(
    ["100 %", "%s %(own)s", r"back\slash", "tab\tline\n", '"quoted"', r"\N"]
)
PEOPLE = {
    uuid.UUID("01890000-0000-8000-8000-000000000001"): Standing("王小明", statutory=True),
    uuid.UUID("01890000-0000-8000-8000-000000000002"): Standing("李%s", statutory=False),
}
REQUESTS = st.builds(
    Submission,
    kind=st.sampled_from(["complaint", "consultation"]),
    title=TEXTS.map(lambda text: text + "路燈"),
    body=TEXTS,
    place=TEXTS,
    external_id=TEXTS,
    channel=st.sampled_from(["api", "phone"]),
    privacy=st.sampled_from(["open", "anonymous"]),
    party_id=st.none() | st.sampled_from(sorted(PEOPLE)),
    asked_by_id=st.none() | st.sampled_from(sorted(PEOPLE)),
    topic=st.sampled_from(["", "road/light"]),
    latitude=st.none() | st.floats(-90, 90),
    longitude=st.none() | st.floats(-180, 180),
    answers=st.just({}) | st.dictionaries(TEXTS, TEXTS, max_size=2),
)


@pytest.fixture(autouse=True)
def town() -> None:
    make_town()


def alike(told: Submitted, lines: list[Any]) -> list[tuple[str, str]]:
    """The lines with the keys of this one case put in the order they come in."""
    own = {str(told.case_id): "CASE", told.token: "TOKEN", numbers.code_digest(told.code): "DIGEST"}
    for _model, text in lines:
        for key in UUID.findall(text):
            own.setdefault(key, f"KEY{len(own)}")
    found = []
    for model, text in lines:
        for key, name in own.items():
            text = text.replace(key, name)
        found.append((model.__name__, text))
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(asked=st.lists(REQUESTS, min_size=1, max_size=3), actor=st.sampled_from([MACHINE, STAFF]))
def test_a_cast_case_has_the_rows_of_one_that_was_opened(asked: list[Submission], actor: Actor) -> None:
    known = opening.Known(now=timezone.now(), standings=PEOPLE)
    openings = Openings(actor, known)
    for _turn in range(3):
        for one in asked:
            cast = openings.open(one, "MB-2026-000000001-1")
            alone = opening.opened(actor, one, number="MB-2026-000000001-1", known=known)
            assert alike(cast.told, cast.lines) == alike(alone.told, [line_of(row) for row in alone.rows])
            assert cast.told.promised_at == alone.told.promised_at
            assert cast.told.code == numbers.code_for(cast.told.token)
    assert any(openings.moulds.values())


def test_what_cannot_be_cast_is_opened_in_full() -> None:
    openings = Openings(MACHINE, opening.Known(now=dt.datetime(2026, 7, 1, tzinfo=dt.UTC), standings=PEOPLE))
    sealed = Submission("complaint", "我要檢舉", privacy=Case.Privacy.CONFIDENTIAL, party_id=min(PEOPLE))
    made = [openings.open(sealed, f"MB-2026-00000000{n}-1") for n in range(3)]
    assert not openings.moulds
    assert {sum(model.__name__ == "SealedParty" for model, _text in one.lines) for one in made} == {1}


def test_a_text_of_the_request_inside_of_json_is_refused() -> None:
    """It would have to be escaped twice: whoever adds such a column hears of it."""
    row = fresh(EventRow, name="case.submitted", subject_id=uuid.uuid4(), payload={"title": "mark"})
    with pytest.raises(TypeError, match="payload"):
        opening_many._row(row, {"mark": "title"})
