"""The drawing board: begun, checked, kept as a draft, told what is wrong; and it works where nothing is installed."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from minben.cases.shipped import drawings
from minben.desk.presenters import drawing_board
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.processes.actions import definitions
from minben.processes.models import Version
from tests.factories.bpmn import drawing, end, flows, person, start
from tests.factories.desk import sit_down
from tests.factories.town import make_town

pytestmark = pytest.mark.django_db
EDIT = "/desk/processes/hotline/versions/1/draw"


def of_the_hotline() -> QuerySet[Version]:
    return Version.objects.filter(definition__key="hotline")


@pytest.fixture
def desk() -> Client:
    return sit_down(make_town().centre, Role.EDITOR).client


def on_the_board(answer: Any) -> str:
    found = re.search(
        r"<textarea[^>]*name=\"source\"[^>]*>\s*(.*?)</textarea>", answer.content.decode(), re.S
    )
    assert found is not None
    return html.unescape(found[1])


def test_a_version_stands_on_the_board_and_is_kept_as_the_next_draft(desk: Client) -> None:
    source = on_the_board(desk.get(EDIT))
    changed = source.replace('name="簽收"', 'name="簽收工單"').replace("\n", "\r\n")
    kept = desk.post(EDIT, {"source": changed, "changed": "1", "note": "簽收改名"})
    assert kept.headers["Location"] == "/desk/processes/hotline/versions/2"
    draft = Version.objects.get(number=2, definition__key="hotline")
    assert draft.note == "簽收改名"
    assert 'name="簽收工單"' in draft.source
    assert "\r" not in draft.source


def test_what_is_wrong_is_said_beside_the_drawing_and_names_its_element(desk: Client) -> None:
    wrong = drawings()["hotline"].decode().replace('minben:role="checker"', 'minben:role="king"')
    answer = desk.post(EDIT, {"source": wrong, "changed": "1"})
    assert answer.status_code == 422
    assert 'data-element="lane_check"' in answer.content.decode()
    assert 'minben:role="king"' in on_the_board(answer)
    assert of_the_hotline().count() == 1
    checked = desk.post("/desk/processes/check", {"source": wrong}).content.decode()
    assert 'data-element="lane_check"' in checked
    assert "data-element" not in desk.post("/desk/processes/check", {"source": "no xml"}).content.decode()


def test_somebody_who_published_meanwhile_is_not_overwritten(desk: Client) -> None:
    source = on_the_board(desk.get(EDIT))
    definitions.publish(SYSTEM, definitions.save_draft(SYSTEM, drawings()["hotline"]).version.id)
    answer = desk.post(EDIT, {"source": source, "changed": "1"})
    assert answer.status_code == 422
    assert of_the_hotline().count() == 2


@pytest.mark.parametrize(("beginning", "kind"), [("process", "process"), ("decision", "decision")])
def test_something_new_begins_empty_and_can_be_kept_as_it_is(desk: Client, beginning: str, kind: str) -> None:
    given = {"beginning": beginning, "name": "停車許可", "english": "Parking", "key": "parking"}
    page = desk.get("/desk/processes/draw", given)
    kept = desk.post("/desk/processes/draw", {"source": on_the_board(page), "kind": kind})
    assert kept.headers["Location"] == "/desk/processes/parking/versions/1"
    assert Version.objects.get(definition__key="parking").definition.kind == kind


def test_a_copy_of_what_is_published_gets_a_key_of_its_own(desk: Client) -> None:
    given = {"beginning": str(of_the_hotline().get().id), "name": "夜間熱線", "key": "night"}
    source = on_the_board(desk.get("/desk/processes/draw", given))
    assert desk.post("/desk/processes/draw", {"source": source, "kind": "process"}).status_code == 302
    taken = desk.get("/desk/processes/draw", {**given, "key": "hotline"})
    assert taken.status_code == 422
    assert desk.get("/desk/processes/draw", {**given, "key": "Ä b"}).status_code == 422


def test_without_the_board_the_page_says_so_and_the_text_can_be_kept(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing_board, "NEEDED", "designer/nowhere")
    page = desk.get(EDIT).content.decode()
    assert "make designer" in page
    assert "designer/bpmn.js" not in page
    answer = desk.post(EDIT, {"source": drawings()["hotline"].decode(), "changed": "1"})
    assert answer.status_code == 302


def test_others_do_not_draw() -> None:
    officer = sit_down(make_town().water, Role.OFFICER).client
    for address in (EDIT, "/desk/processes/draw"):
        assert officer.get(address).status_code == 403
    assert officer.post("/desk/processes/check", {"source": "x"}).status_code == 403


def test_what_is_drawn_with_is_locked_and_names_no_registry() -> None:
    lock = Path("designer/package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 50


@pytest.mark.parametrize(
    ("drawn", "element", "said"),
    [
        (
            drawing(start(), person("a"), end(), end("b"), flows("start a end", "a b")),
            "a",
            "More than one way",
        ),
        (
            drawing(start(), person("a"), person("a"), end(), flows("start a end")),
            "a",
            "Another element has this id",
        ),
    ],
)
def test_a_mistake_that_many_make_is_told_at_its_element(
    desk: Client, drawn: bytes, element: str, said: str
) -> None:
    page = desk.post("/desk/processes/check", {"source": drawn.decode()}, headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert f'data-element="{element}"' in page.content.decode()
    assert said in page.content.decode()
