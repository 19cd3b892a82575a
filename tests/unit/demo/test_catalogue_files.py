"""The practice city's files hold together, and the check of them sees the mistakes it is there for."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from minben.catalog import forms
from minben.demo.catalogue.check import Files, problems
from minben.demo.catalogue.shape import answers_of, broken_rules, missing_texts, question_texts


@pytest.fixture(scope="module")
def files() -> Files:
    return Files()


def changed(files: Files, slug: str, **values: Any) -> dict[str, Any]:
    return {**copy.deepcopy(files.services[slug]), **values}


def test_every_file_of_the_practice_city_is_in_order(files: Files) -> None:
    assert problems(files) == []


def test_the_practice_city_is_broad_enough_to_try_everything_on(files: Files) -> None:
    staff = [item for item in files.articles.values() if item["audience"] == "staff"]
    assert len(files.services) >= 150
    assert len(files.events) >= 15
    assert len(files.articles) >= 60
    assert len(staff) >= 8


def test_every_topic_and_every_stage_has_a_service(files: Files) -> None:
    topics = {
        (who, code)
        for item in files.services.values()
        for who, codes in item["topics"].items()
        for code in codes
    }
    stages = {stage for item in files.services.values() for stage in item["stages"]}
    assert topics == files.topics
    assert stages == files.stages


def test_the_matters_that_need_a_bundle_have_a_life_event_with_an_order(files: Files) -> None:
    matters = {
        "having-a-baby",
        "starting-school",
        "disability",
        "retiring",
        "moving-home",
        "opening-a-restaurant",
        "moving-a-company",
        "closing-a-company",
    }
    ordered = {
        slug for slug, item in files.events.items() if any(line.get("after") for line in item["services"])
    }
    assert matters <= ordered


def test_guides_differ_in_kind_time_and_questions(files: Files) -> None:
    """Neighbours are not copies: instant and promised, with and without a visit, every kind of question."""
    services = files.services.values()
    summaries = [item["summary"]["zh-hant"] for item in services]
    kinds = {question["kind"] for item in services for question in item["form"]}
    assert len(set(summaries)) == len(summaries)
    assert {item["mode"] for item in services} == {"1", "2"}
    assert len([item for item in services if item["visits"]]) >= 10
    assert kinds == {kind.value for kind in forms.Kind}


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


def test_a_choice_without_english_is_found() -> None:
    form = [
        {"key": "who", "label": {"zh-hant": "誰", "en": "Who"}, "choices": [{"value": "me", "label": "我"}]}
    ]
    assert list(question_texts(form)) == ["form.who.me: en is missing"]


def test_an_article_that_nobody_must_look_through_again_is_found(files: Files) -> None:
    broken = Files()
    undated = {name: value for name, value in files.articles["rental"].items() if name != "valid_until"}
    broken.articles = {**files.articles, "rental": undated}
    assert any(line.startswith("rental: valid_until") for line in problems(broken))


def test_a_reference_to_nothing_is_found(files: Files) -> None:
    broken = Files()
    broken.services = {**files.services, "passport": changed(files, "passport", related=["nowhere"])}
    assert problems(broken) == ["passport: there is no service nowhere"]
