"""The page of a fault names the city's own number, and needs no database for it."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from minben.config.views import server_error
from minben.foundation.options import held
from minben.foundation.options.models import OptionChange

PLAIN = '<a href="tel:12345">12345</a>'


def _page() -> str:
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    return answer.content.decode()


def test_without_a_database_it_names_the_number_of_the_settings() -> None:
    assert _page().count(PLAIN) == 3


@pytest.mark.django_db
def test_it_names_the_number_that_was_remembered() -> None:
    OptionChange.objects.create(
        group="site", version=1, values={"hotline": "06 299 1111"}, actor_kind="staff"
    )
    held.forget()
    assert _page().count(PLAIN) == 3
    held.of("site")
    assert _page().count('<a href="tel:062991111">06 299 1111</a>') == 3
