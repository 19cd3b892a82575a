"""The editors' pages: written in sections, shown as the public sees it, compared, reviewed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from minben.cases.models import Draft
from minben.catalog.actions import editions as acts
from minben.catalog.models import Edition
from minben.foundation.access.roles import Role
from tests.factories.catalog import department, readable_city
from tests.factories.desk import Desk, sit_down
from tests.factories.editing import approved, editor, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    readable_city()
    return sit_down(department(), Role.EDITOR)


@pytest.fixture
def draft(desk: Desk) -> Edition:
    answer = desk.client.post(reverse("desk:edition_begin", args=["service", "whole"]))
    found = Edition.objects.get(state="draft")
    assert answer.headers["Location"] == reverse("desk:edition", args=[found.id])
    return found


def page(desk: Desk, name: str, *args: object, status: int = 200, query: str = "") -> str:
    answer = desk.client.get(reverse(f"desk:{name}", args=args) + query)
    assert answer.status_code == status
    return answer.content.decode()


def test_every_page_of_an_editor_opens(desk: Desk, draft: Edition) -> None:
    for kind, key in (("service", "whole"), ("event", "having-a-baby"), ("topic", "person/005")):
        page(desk, "editing", query=f"?kind={kind}")
        page(desk, "edition_thing", kind, key)
        page(desk, "edition_new", kind)
    for name in ("edition", "edition_languages", "edition_preview", "edition_compare"):
        page(desk, name, draft.id)
    for section in ("about", "filing", "who", "time", "ways", "materials", "form", "rights", "codes"):
        page(desk, "edition_section", draft.id, section)
    for section in ("materials", "steps", "costs", "outputs", "faqs", "legal_bases", "form"):
        page(desk, "edition_part", draft.id, section, 0)


def test_a_text_is_kept_and_the_other_script_converted_when_asked(desk: Desk, draft: Edition) -> None:
    given = {
        "seen": draft.version,
        "name_zh_hant": "出生證明",
        "summary_zh_hant": "一句話",
        "audiences": ["person"],
    }
    address = reverse("desk:edition_section", args=[draft.id, "about"])
    assert desk.client.post(address, given | {"convert": "1"}).status_code == 302
    draft.refresh_from_db()
    assert draft.content["name"]["zh-hans"] == "出生证明"
    assert draft.content["name"]["_origin"] == {"zh-hans": "converted"}
    assert "converted" in page(desk, "edition_section", draft.id, "about")


def test_the_second_editor_is_told_at_the_form(desk: Desk, draft: Edition) -> None:
    write(editor("王予安"), draft, "name", {"zh-hant": "出生證明"})
    given = {"seen": "1", "name_zh_hant": "別的", "audiences": ["person"]}
    answer = desk.client.post(reverse("desk:edition_section", args=[draft.id, "about"]), given)
    assert answer.status_code == 409
    assert "王予安" in answer.content.decode()
    assert "別的" in answer.content.decode()


def test_autosave_keeps_without_a_page(desk: Desk, draft: Edition) -> None:
    address = reverse("desk:edition_section", args=[draft.id, "who"]) + "?autosave"
    for words in ("一", "一二"):
        given = {"seen": draft.version, "conditions_zh_hant": words}
        assert desk.client.post(address, given).status_code == 204
    draft.refresh_from_db()
    assert draft.content["conditions"] == {"zh-hant": "一二"}


def test_a_question_of_the_form_is_written_without_code(desk: Desk, draft: Edition) -> None:
    given = {
        "seen": draft.version,
        "key": "role",
        "kind": "choice",
        "label_zh_hant": "您是",
        "choices": "mother = 母親 = Mother\nfather = 父親",
    }
    address = reverse("desk:edition_part", args=[draft.id, "form", 0])
    assert desk.client.post(address, given).status_code == 302
    draft.refresh_from_db()
    question = draft.content["form"][0]
    assert question["choices"][1] == {"value": "father", "label": {"zh-hant": "父親"}}
    assert question["required"] is False
    assert desk.client.post(address, given | {"choices": "mother"}).status_code == 422


def test_parts_are_moved_and_taken_out(desk: Desk, draft: Edition) -> None:
    address = reverse("desk:edition_section", args=[draft.id, "materials"])
    desk.client.post(address, {"seen": draft.version, "at": "1", "move": "up"})
    desk.client.post(address, {"seen": draft.version, "at": "1", "move": "out"})
    draft.refresh_from_db()
    assert [m["name"]["zh-hant"] for m in draft.content["materials"]] == ["戶口簿"]


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hant", "新的名字"), ("en", "New name"), ("zh-hans", "新的名字")]
)
def test_the_preview_is_the_public_page_and_marked(
    desk: Desk, draft: Edition, language: str, said: str
) -> None:
    write(editor(), draft, "name", {"zh-hant": "新的名字", "en": "New name"})
    answer = desk.client.get(reverse("desk:edition_seen", args=[draft.id, language]))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert 'data-door="public"' in answer.content.decode()
    assert "<script" not in answer.content.decode()
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_a_text_too_short_to_draw_says_what_lacks(desk: Desk) -> None:
    desk.client.post(
        reverse("desk:edition_new", args=["service"]), {"slug": "brand-new", "name_zh_hant": "新事項"}
    )
    made = Edition.objects.get(key="brand-new")
    assert "Too little is written" in page(desk, "edition_seen", made.id, "en", status=422)


def test_versions_are_compared_word_by_word(desk: Desk, draft: Edition) -> None:
    write(editor(), draft, "name", {"zh-hant": "出生醫學證書簽發", "en": "Medical certificate of birth"})
    told = page(desk, "edition_compare", draft.id)
    assert "<del>明</del>" in told
    assert "<ins>書</ins>" in told
    assert "1 field differs" in told


def test_review_publish_and_send_back_by_buttons(desk: Desk, draft: Edition) -> None:
    other = sit_down(department(), Role.EDITOR, name="王予安")
    act = lambda who, verb, **given: who.client.post(  # noqa: E731
        reverse("desk:edition_act", args=[draft.id, verb]), given
    )
    write(desk.actor, draft, "name", {"zh-hant": "出生證"})
    act(desk, "submit")
    assert act(desk, "approve").status_code == 403
    assert act(other, "send-back").status_code == 422
    act(other, "send-back", **{"remark-remark": "請改"})
    assert "請改" in page(desk, "edition", draft.id)
    act(desk, "submit")
    act(other, "approve")
    assert act(desk, "schedule", **{"when-at": "2001-01-01T00:00"}).status_code == 422
    act(desk, "publish")
    draft.refresh_from_db()
    assert draft.state == "published"


def test_a_withdrawn_service_says_where_to_go_now(desk: Desk) -> None:
    address = reverse("desk:edition_withdraw", args=["service", "whole"])
    assert desk.client.post(address, {"reason": "舊了"}).status_code == 422
    desk.client.post(address, {"reason": "舊了", "farewell_zh_hant": "請到派出所辦理。"})
    answer = desk.client.get("/services/whole")
    assert answer.status_code == 410
    assert "請到派出所辦理。" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_only_editors_come_in(desk: Desk, draft: Edition) -> None:
    agent = sit_down(department(), Role.AGENT)
    for name, args in (("editing", []), ("edition", [draft.id]), ("edition_seen", [draft.id, "en"])):
        assert agent.client.get(reverse(f"desk:{name}", args=args)).status_code == 403


def test_the_list_asks_the_same_number_of_statements_for_more_things(
    desk: Desk, django_assert_num_queries
) -> None:
    acts.publish_now(
        desk.actor, approved(desk.actor, editor(), acts.begin(desk.actor, "service", "passport")).id
    )
    address = reverse("desk:editing")
    desk.client.get(address)
    with django_assert_num_queries(8):
        desk.client.get(address)


def test_a_thing_that_nobody_edited_here_stands_under_its_published_name(desk: Desk) -> None:
    assert "在哪裏停車</span></h1>" in page(desk, "edition_thing", "article", "where-to-park")


def test_two_versions_that_say_the_same_say_so_once(desk: Desk, draft: Edition) -> None:
    told = page(desk, "edition_compare", draft.id)
    assert "Both say the same." in told
    assert "0 fields" not in told


def test_the_form_of_a_draft_goes_out_and_comes_back_as_a_file(desk: Desk, draft: Edition) -> None:
    with_a_form(desk, draft)
    text = page(desk, "edition_form", draft.id)
    changed = json.loads(text)
    changed["properties"]["dog"] = {
        "x-minben-kind": "yesno",
        "x-minben-label": {"zh-hant": "有狗嗎", "en": "A dog?"},
    }
    changed["x-minben-order"].append("dog")
    changed["required"].append("dog")
    answer = upload(desk, draft, json.dumps(changed))
    assert answer.status_code == 302, answer.content.decode()
    draft.refresh_from_db()
    assert draft.content["form"][-1]["key"] == "dog"
    assert draft.content["form"][-1]["label"]["zh-hans"] == "有狗吗"


def test_a_wrong_document_names_its_places_and_replaces_nothing(desk: Desk, draft: Edition) -> None:
    before = with_a_form(desk, draft)
    changed = json.loads(page(desk, "edition_form", draft.id))
    changed["properties"]["dog"] = {"x-minben-kind": "colour"}
    changed["colour"] = 1
    answer = upload(desk, draft, json.dumps(changed))
    assert answer.status_code == 422
    for place in ("/properties/dog/x-minben-kind", "/colour"):
        assert place in answer.content.decode()
    assert upload(desk, draft, "{").status_code == 422
    draft.refresh_from_db()
    assert draft.content["form"] == before


def test_every_page_of_the_form_is_shown_from_the_draft(desk: Desk, draft: Edition) -> None:
    key = with_a_form(desk, draft)[0]["key"]
    assert key in page(desk, "edition_preview", draft.id, query=f"?page={key}")
    assert "一個新的問題" in page(desk, "edition_seen_form", draft.id, "zh-hant", key)
    page(desk, "edition_seen_form", draft.id, "en", "the-start")
    page(desk, "edition_seen_form", draft.id, "en", "no-such", status=422)
    assert not Draft.objects.exists()


def with_a_form(desk: Desk, draft: Edition) -> list[dict[str, Any]]:
    asked = [{"key": "name", "kind": "name", "label": {"zh-hant": "一個新的問題", "en": "Something new"}}]
    made = acts.keep(
        desk.actor, draft.id, lambda content: content.update(form=asked), seen=draft.version, section="form"
    )
    return list(made.content["form"])


def upload(desk: Desk, draft: Edition, text: str) -> Any:
    draft.refresh_from_db()
    file = SimpleUploadedFile("form.json", text.encode(), "application/json")
    address = reverse("desk:edition_form_upload", args=[draft.id])
    return desk.client.post(address, {"file": file, "seen": draft.version})
