"""The catalogue over the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minben.catalog.models import Article
from minben.foundation.access.scopes import Scope
from tests.factories.catalog import published_service
from tests.factories.town import Town

from .conftest import Machine

pytestmark = pytest.mark.django_db


def test_services_are_listed_and_read(machine: Machine, town: Town) -> None:
    version = published_service(town.water)
    listed = machine.get("/services")
    assert listed.status_code == 200, listed.content
    slug = listed.json()["items"][0]["slug"]
    assert slug == version.service.slug
    read = machine.get(f"/services/{slug}")
    assert read.status_code == 200, read.content
    assert read.json()["version_id"] == str(version.id)
    assert machine.get("/services/no-such-thing").status_code == 404


def test_an_article_for_staff_does_not_exist(machine: Machine, db: None) -> None:
    for audience in ("public", "staff"):
        Article.objects.create(slug=audience, audience=audience, title={"en": audience}, body={"en": "…"})
    assert [row["slug"] for row in machine.get("/articles").json()["items"]] == ["public"]
    assert machine.get("/articles/public").json()["title"] == {"en": "public"}
    assert machine.get("/articles/staff").status_code == 404


def test_life_events_are_listed(machine: Machine) -> None:
    assert machine.get("/events").json() == {"items": []}
    assert machine.get("/events/birth").status_code == 404


def test_search_answers(machine: Machine) -> None:
    found = machine.get("/search", {"text": "水費"})
    assert found.json()["items"] == []
    assert machine.get("/search", {"text": " "}).status_code == 422
    assert machine.get("/search").status_code == 422


def test_the_catalogue_has_a_scope(machine_with: Callable[..., Machine]) -> None:
    assert machine_with(scopes=[Scope.CASES_READ]).get("/services").status_code == 403
