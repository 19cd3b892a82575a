"""The pages to find and read a service: they open, say their state, and ask the database a bounded number of times."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minben.agencies.models import Office
from minben.agencies.opening import hours_on
from minben.agencies.queries import city_name
from minben.catalog.actions import record_law
from minben.config.markdown import render
from minben.foundation.access.actor import SYSTEM
from minben.foundation.options import held
from tests.factories.catalog import event, office, service, small_city, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def _city() -> None:
    small_city()
    office()
    record_law(SYSTEM, {"slug": "civil-code", "kind": "law", "title": "民法典", "number": "主席令第四十五號"})
    own = service(
        "whole",
        name={"zh-hant": "全套事項"},
        materials=[{"name": "身份證", "law": "civil-code"}, {"name": "戶口簿", "source": "20"}],
        steps=[{"name": "申請"}],
        costs=[{"name": "工本費", "amount": "10.00", "law": "civil-code"}],
        outputs=[{"name": "證明"}],
        faqs=[{"question": "要多久？", "answer": "當場。"}],
        legal_bases=[{"law": "civil-code", "articles": "1"}],
        places=["hall"],
    )
    happened = event(stage=stage())
    for order, one in enumerate((own, service("birth-registration"))):
        happened.services.create(service=one, order=order)


PAGES = [
    ("/", 4),
    ("/events/having-a-baby", 5),
    ("/stages/NP_BIRTH", 4),
    ("/topics/person/005", 3),
    ("/services", 1),
    ("/services?audience=person&mode=1&online=1&topic=person/005", 1),
    ("/services/whole", 15),
    ("/laws/civil-code", 3),
    ("/articles/where-to-park", 2),
    ("/investment", 1),
    ("/offices", 2),
    ("/search?q=passport", 3),
    ("/search", 0),
]


@pytest.mark.usefixtures("_city")
@pytest.mark.parametrize(("path", "most"), PAGES, ids=[path for path, _most in PAGES])
@pytest.mark.parametrize("language", ["", "/zh-hans", "/en"])
def test_a_page_opens_in_each_language_with_few_statements(
    client: Client, language: str, path: str, most: int
) -> None:
    city_name()  # remembered for a minute by every process
    held.of("site")  # and settings for ten seconds
    hours_on(
        Office.objects.select_related("department__jurisdiction").get(), timezone.localdate()
    )  # calendars
    with CaptureQueriesContext(connection) as statements:
        response = client.get(language + path)
    assert response.status_code == 200
    assert len(statements) <= most, [s["sql"][:120] for s in statements]


@pytest.mark.parametrize(
    "path", ["/services/no", "/events/no", "/laws/no", "/articles/no", "/stages/no", "/topics/person/no"]
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.usefixtures("_city")
def test_a_search_without_an_answer_says_what_to_do(client: Client) -> None:
    said = client.get("/en/search", {"q": "zzqqxx"}).content.decode()
    assert "Nothing was found" in said
    assert "/en/services" in said


@pytest.mark.usefixtures("_city")
def test_a_misspelt_search_says_what_it_looked_for(client: Client) -> None:
    assert "<strong>restaurant</strong>" in client.get("/en/search", {"q": "restarant"}).content.decode()


@pytest.mark.usefixtures("_city")
def test_html_in_a_search_stays_text(client: Client) -> None:
    assert "<script>alert" not in client.get("/search", {"q": "<script>alert(1)</script>"}).content.decode()


@pytest.mark.usefixtures("_city")
def test_what_government_holds_is_not_asked_for(client: Client) -> None:
    assert "We fetch it: do not bring it" in client.get("/en/services/whole").content.decode()


@pytest.mark.usefixtures("_city")
def test_a_broken_page_address_is_refused_kindly(client: Client) -> None:
    assert client.get("/services", {"cursor": "x"}).status_code == 400
    assert client.get("/search", {"q": "登記", "cursor": "x"}).status_code == 400


def test_markdown_keeps_its_subset_and_shows_the_rest_as_text() -> None:
    assert render("# 標題\n\n- 一\n- [網](https://a.example)") == (
        '<h2>標題</h2>\n<ul>\n<li>一</li>\n<li><a href="https://a.example">網</a></li>\n</ul>\n'
    )
    assert "<script>" not in render("<script>alert(1)</script>")
    for address in ("javascript:alert(1)", "//evil.example", "data:text/html,x"):
        assert "href" not in render(f"[x]({address})")
