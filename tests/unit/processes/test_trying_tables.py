"""What a table asks for when it is tried out, and what it makes of what is typed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from minben.desk.presenters.decision import tables_of, tried
from minben.foundation.records.errors import Invalid
from minben.processes.decisions import read
from minben.processes.decisions.asking import Asked, asked, facts_of

EXAMPLE = Path("docs/examples/dispatch-rules.dmn").read_text()
ZONE = ZoneInfo("Asia/Taipei")
NOW = dt.datetime(2026, 10, 2, 9, tzinfo=ZONE)


def test_it_asks_for_facts_once_and_not_for_answers_of_its_own_decisions() -> None:
    model = read(EXAMPLE.encode())
    assert asked(model, "dispatch") == [
        Asked("area", "區域", "text"),
        Asked("category", "類別", "text", ("路燈", "道路", "噪音")),
        Asked("received", "received", "moment"),
    ]
    assert [one.path for one in asked(model, "department")] == ["area", "category"]


def test_facts_of_paths_stand_inside_one_another_and_empty_ones_are_null() -> None:
    wanted = [Asked("case.urgency", "u", "text"), Asked("case.returns", "r", "number"), Asked("x", "x", "")]
    assert facts_of(wanted, {"case.urgency": "E1", "case.returns": " 2 "}, ZONE) == {
        "case": {"urgency": "E1", "returns": Decimal(2)},
        "x": None,
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", Decimal(12)), ("true", True), ("2026-10-01", dt.date(2026, 10, 1)), ("12a", "12a")],
)
def test_without_a_type_it_is_what_it_looks_like(text: str, value: object) -> None:
    assert facts_of([Asked("x", "x", "")], {"x": text}, ZONE) == {"x": value}


def test_what_cannot_be_read_is_told_at_every_field() -> None:
    wanted = [Asked("n", "n", "number"), Asked("d", "d", "date"), Asked("b", "b", "boolean")]
    with pytest.raises(Invalid) as wrong:
        facts_of(wanted, {"n": "drei", "d": "1.10.2026", "b": "perhaps"}, ZONE)
    assert set(wrong.value.fields) == {"n", "d", "b"}


def test_the_answer_comes_with_the_rules_that_gave_it() -> None:
    tables = tables_of(EXAMPLE)
    assert tables is not None
    facts = facts_of(
        tables.asked, {"area": "西城區", "category": "路燈", "received": "2026-10-01T19:20"}, ZONE
    )
    found = tried(tables, facts, NOW)
    assert [(answer.name, [hit.number for hit in answer.rules]) for answer in found.answers] == [
        ("承辦部門", [3]),
        ("派單", []),
    ]
    assert found.hit == {"rule_3"}
    assert "power" in found.answers[1].value


def test_two_rules_of_a_unique_table_are_told_and_not_hidden() -> None:
    doubled = EXAMPLE.replace('"東城區"', '"西城區"')
    tables = tables_of(doubled)
    assert tables is not None
    found = tried(tables, {"area": "西城區", "category": "噪音", "received": NOW}, NOW)
    assert found.answers == []
    assert "2, 5" in str(found.problem)


def test_a_file_that_cannot_be_read_has_no_tables() -> None:
    assert tables_of(EXAMPLE.replace('"東城區"', "“東城區”")) is None
