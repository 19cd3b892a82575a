"""A walk through the practice city: no page that it finds holds a script or a style of its own (OWASP ASVS 14.4)."""

from __future__ import annotations

from typing import Any

import pytest

from minben.demo import city
from tests.integration.security.strict import Looked
from tests.journeys.crawling import one_of_each

pytestmark = pytest.mark.django_db
PEOPLE = 60


def test_every_page_that_a_walk_through_the_city_finds_is_strict(settings: Any) -> None:
    settings.PRACTICE = True
    city.build(PEOPLE)
    look = Looked()
    one_of_each(look)
    assert look.pages["200"] > 150
    assert look.wrong == []
