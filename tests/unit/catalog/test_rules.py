"""V01–V08 of lists/service_validation_rules.csv."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from minben.catalog.rules import Facts, Fee, Result, check

GOOD = Facts(
    statutory=(20, "1"),
    promised=(5, "1"),
    online_depth="7",
    audiences=frozenset({"person"}),
    topics=frozenset({"person"}),
)


def broken(**changes: Any) -> list[str]:
    return [found.rule for found in check(replace(GOOD, **changes))]


def test_a_good_guide_breaks_no_rule() -> None:
    assert broken() == []


CASES: list[tuple[dict[str, Any], list[str], str]] = [
    ({"promised": (21, "1")}, ["V01"], "longer in the same unit"),
    ({"promised": (20, "1")}, [], "equal is allowed"),
    ({"promised": (28, "2")}, [], "20 workdays are 28 days"),
    ({"promised": (29, "2")}, ["V01"], "one day more than 20 workdays"),
    ({"promised": (2, "3")}, ["V01"], "two months"),
    ({"statutory": None, "promised": (99, "1")}, [], "no law sets a time"),
    ({"mode": "1"}, ["V02"], "instant, but promises days"),
    ({"promised": (0, "1")}, ["V02"], "promises 0, but is no instant matter"),
    ({"mode": "1", "promised": (0, "1")}, [], "instant and 0"),
    ({"mode": "1", "promised": None}, ["V02"], "instant without a promise"),
    ({"online_depth": "3"}, ["V03"], "no visit, not online, no post"),
    ({"online_depth": "3", "by_post": True}, [], "by post"),
    ({"online_depth": "3", "ways": frozenset({"post"})}, [], "post among the ways"),
    ({"visits": 1, "visits_reason": "按指紋"}, ["V04"], "fully online with a visit"),
    ({"online_depth": "3", "visits": 1}, ["V05"], "a visit without a reason"),
    ({"visits_reason": "按指紋"}, ["V05"], "a reason without a visit"),
    ({"visits_reason": "無"}, [], "the word for none is no reason"),
    ({"results": (Result("20", "居住證"),)}, ["V06"], "a certificate filed as an approval"),
    ({"results": (Result("10", "批復"),)}, ["V06"], "an approval filed as a certificate"),
    ({"results": (Result("40", "通知"),)}, [], "neither"),
    ({"fees": (Fee(Decimal(10), False),)}, ["V07"], "a fee without a law"),
    ({"fees": (Fee(None, False),)}, ["V07"], "it depends, without a law"),
    ({"fees": (Fee(Decimal(0), False),)}, [], "free needs no law"),
    ({"fees": (Fee(Decimal(10), True),)}, [], "a fee with its law"),
    ({"topics": frozenset()}, ["V08"], "no topic"),
    ({"audiences": frozenset({"business"})}, ["V08"], "a topic of the wrong audience"),
    (
        {"audiences": frozenset({"government"}), "topics": frozenset()},
        [],
        "government bodies have no topic list",
    ),
]


@pytest.mark.parametrize(("changes", "rules", "_note"), CASES, ids=[note for *_rest, note in CASES])
def test_each_rule_sees_its_case_and_its_edge(changes: dict[str, Any], rules: list[str], _note: str) -> None:
    assert broken(**changes) == rules


def test_a_waived_rule_is_not_checked() -> None:
    assert check(replace(GOOD, topics=frozenset()), waived=["V08"]) == []


def test_only_the_name_of_a_result_is_a_warning() -> None:
    assert [f.warning for f in check(replace(GOOD, results=(Result("20", "證"),), topics=frozenset()))] == [
        True,
        False,
    ]
