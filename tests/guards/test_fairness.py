"""Value, tier and scores never order a queue, set a deadline or decide an entitlement (DESIGN §4.1)."""

from __future__ import annotations

import ast
import datetime as dt
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import minben
from minben.cases.actions.submit import submit
from minben.cases.intake import Submission
from minben.parties.models import Party, Preference, Priority
from minben.processes.models import Clock, Task
from minben.processes.queries import WORK_ORDER, in_work_order
from tests.factories.town import citizen, make_town

ROOMS = ("cases", "processes", "visits")
FORBIDDEN = {
    "tier",
    "score",
    "scores",
    "segment",
    "trait",
    "traits",
    "lifetime",
    "rfm",
    "insight",
    "outreach",
}
MODULES = [path for room in ROOMS for path in sorted((Path(minben.__file__).parent / room).rglob("*.py"))]
NOW = dt.datetime(2026, 3, 2, 3, 0, tzinfo=dt.UTC)
_keys = itertools.count()


def _words(tree: ast.AST) -> Iterator[str]:
    """Every name, attribute, argument and imported module, and strings that may name a field."""
    for node in ast.walk(tree):
        for name in ("id", "attr", "arg", "module", "name"):
            value = getattr(node, name, None)
            if isinstance(value, str):
                yield value
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda p: "/".join(p.parts[-3:]))
def test_no_module_that_works_cases_names_a_score(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = {part for word in _words(tree) for part in re.split(r"[._]+", word.lower())}
    assert used & FORBIDDEN == set()


people = st.fixed_dictionaries(
    {
        "name": st.text(st.characters(categories=("Lo", "Ll")), min_size=1, max_size=12),
        "kind": st.sampled_from(["person", "organisation"]),
        "state": st.sampled_from(["provisional", "confirmed"]),
        "gender": st.sampled_from(["", "1", "2"]),
        "birth_date": st.none() | st.dates(dt.date(1920, 1, 1), dt.date(2020, 1, 1)),
        "is_government": st.booleans(),
        "language": st.sampled_from(["", "zh-hant", "zh-hans", "en"]),
        "channel": st.sampled_from(["", "sms", "mail"]),
        "note": st.sampled_from(["", "大客戶", "常客", "VIP"]),
    }
)


def _asks(person: dict[str, Any], *, priority: bool, loyal: bool) -> Task:
    party = Party.objects.create(**person)
    if loyal:
        Preference.objects.create(party=party, name="tier", value="gold")
    if priority:
        Priority.objects.create(
            party=party, kind="disability", basis="law", proof="card", since=dt.date(2020, 1, 1)
        )
    wanted = Submission(kind="complaint", title="路燈不亮", body="暗", party_id=party.id)
    made = submit(citizen(), wanted, key=f"fair-{next(_keys)}", now=NOW)
    return Task.objects.get(subject_id=made.case_id)


def _due(task: Task) -> set[tuple[str, dt.datetime]]:
    return set(Clock.objects.filter(subject_id=task.subject_id).values_list("kind", "due_at"))


def _order(*tasks: Task) -> list[Task]:
    return list(in_work_order(Task.objects.filter(pk__in=[t.pk for t in tasks])).order_by(*WORK_ORDER))


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=people, other=people, loyal=st.booleans())
def test_who_somebody_is_changes_neither_their_place_nor_their_deadline(
    one: dict[str, Any], other: dict[str, Any], loyal: bool
) -> None:
    make_town(code=f"99{next(_keys):04d}")
    first = _asks(one, priority=False, loyal=loyal)
    second = _asks(other, priority=False, loyal=not loyal)
    assert _due(first) == _due(second)
    assert _order(second, first) == [first, second], "who came first is served first"


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=people, other=people)
def test_priority_by_law_goes_first_and_moves_no_deadline(one: dict[str, Any], other: dict[str, Any]) -> None:
    make_town(code=f"98{next(_keys):04d}")
    first = _asks(one, priority=False, loyal=True)
    entitled = _asks(other, priority=True, loyal=False)
    assert _order(first, entitled) == [entitled, first]
    assert _due(first) == _due(entitled)
