"""The practice city's files hold together, and the check of them sees the mistakes it is there for."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from minben.demo.catalogue.check import MOST_USED, Files, problems
from minben.demo.catalogue.shape import answers_of, broken_rules, missing_texts


@pytest.fixture(scope="module")
def files() -> Files:
    return Files()


def changed(files: Files, slug: str, **values: Any) -> dict[str, Any]:
    return {**copy.deepcopy(files.services[slug]), **values}


def test_every_file_of_the_practice_city_is_in_order(files: Files) -> None:
    assert problems(files) == []


def test_the_practice_city_is_broad_enough_to_try_everything_on(files: Files) -> None:
    staff = [item for item in files.articles.values() if item["audience"] == "staff"]
    assert len(files.services) >= 30
    assert len(files.events) >= 8
    assert len(files.articles) >= 20
    assert len(staff) >= 5
    assert set(files.services) >= MOST_USED


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        pytest.param({"promised_amount": 99, "promised_unit": "4"}, "V01", id="promise longer than the law"),
        pytest.param({"mode": "1"}, "V02", id="instant, but promised in days"),
        pytest.param({"visits": 1, "visits_reason": "要到場"}, "V04", id="fully online, yet a visit"),
        pytest.param({"visits": 1, "visits_reason": ""}, "V05", id="a visit without its reason"),
        pytest.param({"costs": [{"name": "費", "amount": 5}]}, "V07", id="a fee without a law"),
        pytest.param({"topics": {}}, "V08", id="under no topic"),
        pytest.param({"task_code": "1"}, "V11", id="a code not made of its parts"),
    ],
)
def test_a_broken_rule_is_found(files: Files, values: dict[str, Any], rule: str) -> None:
    item = changed(files, "childcare-allowance", **values)
    found = list(broken_rules(item, files.departments["health"]))
    assert any(line.startswith(rule) for line in found)


def test_an_upload_that_is_no_material_is_found(files: Files) -> None:
    item = changed(files, "childcare-allowance", materials=files.services["passport"]["materials"][:1])
    assert any("is not one of its materials" in line for line in answers_of(item))


def test_a_text_without_english_is_found() -> None:
    assert list(missing_texts("here", {"name": "名"}, ("name",))) == ["here.name: en is missing"]


def test_a_reference_to_nothing_is_found(files: Files) -> None:
    broken = Files()
    broken.services = {**files.services, "passport": changed(files, "passport", related=["nowhere"])}
    assert problems(broken) == ["passport: there is no service nowhere"]
