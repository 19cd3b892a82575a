"""What readers tell: counted without a person, shown when several said it, used by the search."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minben.catalog import queries
from minben.catalog.actions import editions, record_law, supersede_law
from minben.catalog.actions import listening as acts
from minben.catalog.actions.check_links import check_links, gather_links
from minben.catalog.actions.editions.drafting import begin_new
from minben.catalog.actions.still_right import say_still_right
from minben.catalog.links.practice import PracticeProber
from minben.catalog.models import Article, Edition, LegalResource, LinkState, Opinion, SearchCount
from minben.catalog.queries import caring
from minben.catalog.queries import listening as heard
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Invalid, Refused
from tests.factories.catalog import article, department, passport, readable_city, service
from tests.factories.desk import sit_down
from tests.factories.editing import approved, editor

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)


def test_a_search_is_counted_by_day_and_shown_once_several_asked(client: Client) -> None:
    passport()
    for _time in range(5):
        client.get("/en/search", {"q": "unicorn licence 110101199003071233"})
    client.get("/en/search", {"q": "dragon"})
    assert SearchCount.objects.get(text="unicorn licence").asked == 5
    since = timezone.localdate()
    assert [(row.text, row.asked) for row in heard.not_found(since)] == [("unicorn licence", 5)]
    assert heard.hidden(since) == 1


def test_opening_a_hit_is_counted_and_leads_there(client: Client) -> None:
    passport()
    shown = client.get("/en/search", {"q": "passport"}).content.decode()
    assert "/en/search/open/service/passport?q=passport" in shown
    answer = client.get("/en/search/open/service/passport", {"q": "passport"})
    assert answer.headers["Location"] == "/en/services/passport"
    assert SearchCount.objects.get(text="passport").clicked == 1
    assert client.get("/en/search/open/nowhere/passport").status_code == 404


def test_words_that_mean_the_same_find_the_same() -> None:
    passport()
    assert queries.search("出境小本本").hits == [] or not queries.search("出境小本本").exact
    with pytest.raises(Invalid):
        acts.add_synonym(editor(), ["護照", "护照"])
    made = acts.add_synonym(editor(), ["出境小本本", "護照"])
    found = queries.search("出境小本本")
    assert (found.hits[0].key, found.suggestion) == ("passport", "護照")
    acts.end_synonym(editor(), made.id)
    assert queries.search("出境小本本").suggestion == ""


def _searched(text: str, language: str) -> None:
    for _time in range(heard.SEEN_OFTEN_ENOUGH):
        acts.searched(text, language=language, hits=0, day=timezone.localdate())


def test_an_article_begun_from_a_search_carries_the_word_and_is_seen_in_the_report() -> None:
    desk = sit_down(department(), Role.EDITOR)
    _searched("租屋補助", "zh-hant")
    report = desk.client.get("/desk/editing/searches").content.decode()
    way = "/desk/editing/new/article?word=%E7%A7%9F%E5%B1%8B%E8%A3%9C%E5%8A%A9&amp;lang=zh-hant"
    assert f'href="{way}"' in report
    form = desk.client.get(way.replace("&amp;", "&")).content.decode()
    for filled in ('name="slug" value="zu-wu-bu-zhu"', 'name="name_zh_hant" value="租屋補助"'):
        assert filled in form
    given = {"slug": "rent-aid", "name_zh_hant": "租屋補助怎麼申請", "keywords": "租屋補助\n房租\n"}
    desk.client.post("/desk/editing/new/article", given)
    draft = Edition.objects.get(key="rent-aid")
    assert draft.content["keywords"] == ["租屋補助", "房租"]
    told = desk.client.get("/desk/editing/searches").content.decode()
    assert f'href="/desk/editing/drafts/{draft.id}"' in told
    assert way not in told
    assert "租屋補助怎麼申請" in told
    assert "zh-hant&#x27;:" not in told


def test_a_text_is_answered_by_the_open_draft_before_the_published_text_and_by_nothing_dropped() -> None:
    mine, other = editor(), editor("王予安")
    words = {"slug": "rent-aid", "title": "租屋補助", "body": "文", "keywords": ["租屋補助", "Rent Aid"]}
    first = begin_new(mine, "article", words)
    assert heard.answered_by(["租屋补助", "rent aid", "dragon"]) == {"租屋补助": first, "rent aid": first}
    editions.drop(mine, first.id)
    assert heard.answered_by(["rent aid"]) == {}
    second = approved(mine, other, editions.begin(mine, "article", "rent-aid", content=words))
    editions.publish_now(mine, second.id)
    assert heard.answered_by(["rent aid"]) == {"rent aid": second}
    third = editions.begin(mine, "article", "rent-aid")
    assert heard.answered_by(["rent aid"]) == {"rent aid": third}


def test_a_text_with_a_synonym_says_so() -> None:
    desk = sit_down(department(), Role.EDITOR)
    _searched("passport booklet", "en")
    assert "Has a synonym" not in desk.client.get("/desk/editing/searches").content.decode()
    acts.add_synonym(desk.actor, ["passport booklet", "passport"])
    assert "Has a synonym" in desk.client.get("/desk/editing/searches").content.decode()


def test_only_editors_make_synonyms() -> None:
    with pytest.raises(Refused):
        acts.add_synonym(Actor(kind=ActorKind.STAFF), ["a", "b"])


def test_yes_takes_one_press_and_no_asks_why(client: Client) -> None:
    service()
    address = "/en/useful/service/birth-registration"
    assert "Was this page useful?" in client.get("/en/services/birth-registration").content.decode()
    assert client.post(address, {"useful": "yes"}).status_code == 302
    assert client.get(address).status_code == 200
    said = {"useful": "no", "reason": "unclear", "comment": "請打 13800138000"}
    assert client.post(address, said).headers["Location"].endswith("/thanks")
    assert client.get(f"{address}/thanks").status_code == 200
    no = Opinion.objects.get(useful=False)
    assert (no.reason, no.comment, no.language) == ("unclear", "請打 …", "en")
    assert client.post(address, {"useful": "no", "reason": "zzz"}).status_code == 422
    assert client.get("/en/useful/service/no-such").status_code == 404
    assert client.get("/en/useful/law/civil-code").status_code == 404


def test_a_machine_does_not_flood_the_editors(client: Client) -> None:
    service()
    answers = [
        client.post("/en/useful/service/birth-registration", {"useful": "yes"}).status_code
        for _n in range(21)
    ]
    assert answers == [302] * 20 + [429]


def test_an_editor_works_through_opinions() -> None:
    service()
    desk = sit_down(department(), Role.EDITOR)
    one = acts.give_opinion("service", "birth-registration", language="en", useful=False, comment="where?")
    acts.give_opinion("service", "birth-registration", language="en", useful=True)
    assert "where?" in desk.client.get("/desk/editing/opinions").content.decode()
    desk.client.post(f"/desk/editing/opinions/{one.id}", {"done": "1"})
    assert heard.opinions() == []
    assert "where?" in desk.client.get("/desk/editing/opinions?state=done").content.decode()
    assert heard.figures() == [{"kind": "service", "key": "birth-registration", "yes": 1, "no": 1}]


def test_links_are_gathered_tried_once_a_week_and_forgotten_when_they_stand_nowhere() -> None:
    article(body={"zh-hant": "見 https://city.example/gone 和（https://city.example/slow）。"})
    service(online_link="https://city.example/fine")
    now = timezone.now()
    assert gather_links() == 3
    assert check_links(PracticeProber(), now=now) == 3
    assert check_links(PracticeProber(), now=now + dt.timedelta(days=6)) == 0
    assert check_links(PracticeProber(), now=now + dt.timedelta(days=8)) == 3
    told = dict(LinkState.objects.values_list("url", "outcome"))
    assert set(told.values()) == {"ok", "gone", "failing"}
    assert LinkState.objects.get(outcome="gone").failing_since == now
    article(body={"zh-hant": "沒有連結。"})
    assert gather_links() == 1


def test_the_to_do_list_names_what_is_over_stale_and_dead() -> None:
    readable_city()
    record_law(SYSTEM, {"slug": "new-code", "kind": "law", "title": "新法"})
    laws = {law.slug: law for law in LegalResource.objects.all()}
    supersede_law(SYSTEM, laws["civil-code"], by=laws["new-code"])
    article(body={"zh-hant": "見 https://city.example/gone"}, valid_until="2026-01-01")
    gather_links()
    check_links(PracticeProber(), now=timezone.now())
    found = {(todo.code, todo.key) for todo in caring.todos(today=TODAY)}
    assert {("law", "whole"), ("ended", "where-to-park"), ("link", "where-to-park")} <= found


def test_what_was_read_again_is_not_stale() -> None:
    article()
    later = timezone.localdate() + dt.timedelta(days=400)
    assert [t.key for t in caring.todos(today=later, code="stale")] == ["where-to-park"]
    Article.objects.update(updated_at=timezone.now() - dt.timedelta(days=800))
    today = timezone.localdate()
    assert [t.key for t in caring.todos(today=today, code="stale")] == ["where-to-park"]
    say_still_right(editor(), "article", "where-to-park")
    assert caring.todos(today=today, code="stale") == []


def test_the_to_do_list_takes_the_same_statements_however_long_it_is() -> None:
    readable_city()
    with CaptureQueriesContext(connection) as few:
        caring.todos(today=TODAY)
    for number in range(4):
        service(f"more-{number}", materials=[{"name": "身份證"}], legal_bases=[{"law": "civil-code"}])
    with CaptureQueriesContext(connection) as many:
        caring.todos(today=TODAY)
    assert len(few) == len(many) <= 11


def test_every_page_of_care_opens() -> None:
    readable_city()
    desk = sit_down(department(), Role.EDITOR)
    acts.add_synonym(desk.actor, ["護照", "出境小本本"])
    for page in ("todo", "todo?code=V10&department=civil", "searches?days=7&word=x", "opinions?state=all"):
        assert desk.client.get(f"/desk/editing/{page}").status_code == 200
    assert desk.client.post("/desk/editing/searches", {"words": "一個"}).status_code == 422
    assert desk.client.post("/desk/editing/searches", {"words": "甲\n乙"}).status_code == 302
    assert desk.client.post("/desk/editing/todo/right/article/where-to-park").status_code == 302
