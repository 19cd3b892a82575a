"""What the catalogue of every installation begins with, and the first page before a service is published."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from minben.agencies.models import Department
from minben.catalog.actions import add_lists
from minben.catalog.models import Category, LifeStage, Topic
from minben.catalog.shipped import FILES, FOLDER, read_list
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.records.errors import Refused
from minben.foundation.records.translated import LANGUAGES

pytestmark = pytest.mark.django_db


def test_the_lists_come_once_and_what_people_made_is_left_alone() -> None:
    LifeStage.objects.create(code="OWN", audience="person", name={"zh-hant": "自訂"}, order=1)
    Topic.objects.create(code="001", audience="person", name={"zh-hant": "自訂"})
    assert add_lists(SYSTEM) == ["categories"]
    assert add_lists(SYSTEM) == []
    assert LifeStage.objects.count() == Topic.objects.count() == 1


def test_an_empty_installation_has_stages_topics_and_categories_in_three_languages() -> None:
    assert add_lists(SYSTEM) == ["stages", "topics", "categories"]
    assert Topic.objects.filter(stage=None).count() < Topic.objects.count()
    tops = Category.objects.filter(parent=None)
    assert tops.count() == len(read_list("categories"))
    assert list(tops.values_list("code", flat=True)) == [line["code"] for line in read_list("categories")]
    for model in (LifeStage, Topic, Category):
        assert all(row.name.get(language) for row in model.objects.all() for language in LANGUAGES)


def test_the_categories_name_no_department() -> None:
    add_lists(SYSTEM)
    assert not Category.objects.exclude(department_code="").exists()
    assert not Department.objects.exists()


@pytest.mark.parametrize("name", FILES.values())
def test_the_lists_name_no_city(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert not re.search("岫|xiuyun|0999|練習|practice", text, re.IGNORECASE)


def test_not_everybody_brings_them() -> None:
    with pytest.raises(Refused):
        add_lists(Actor(kind=ActorKind.ANONYMOUS))


def test_the_first_page_has_no_heading_without_anything_under_it() -> None:
    add_lists(SYSTEM)
    page = Client().get("/en/").content.decode()
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", page)
    assert "Did not find it?" in headings
    assert not {"Used most", "By stage of life", "By topic", "For businesses", "What has happened?"} & set(
        headings
    )
    assert "For example:" not in page
