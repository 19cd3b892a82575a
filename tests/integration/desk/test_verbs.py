"""Every verb through its form: done, refused, too late, mistyped, pressed twice."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from minben.cases.actions import messages
from minben.cases.models import Case, CaseEvent, Interaction
from minben.desk.forms.verbs import VERBS
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import ReadLine
from tests.factories.cases import answered, in_progress, make_case
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town
from tests.integration.desk.scenes import SCENES, Scene, png, sealed

pytestmark = pytest.mark.django_db
by_verb = pytest.mark.parametrize("scene", SCENES, ids=str)


def address(case: Case, verb: str) -> str:
    return reverse("desk:verb", args=[case.id, verb])


def opened(desk: Desk, case: Case, verb: str) -> dict[str, Any]:
    """The hidden fields of a form that was just opened."""
    page = desk.client.get(address(case, verb))
    assert page.status_code == 200, page.content.decode()[:2000]
    form = page.context["form"]
    return {bound.name: bound.value() or "" for bound in form.hidden_fields()}


def meant(desk: Desk, town: Town, typed: dict[str, Any]) -> dict[str, Any]:
    """Names that stand for things of this town, put in."""
    things = {"@water": town.water.id, "@roads": town.roads.id, "@me": desk.staff.id, "@png": png()}

    def thing(value: Any) -> Any:
        if isinstance(value, list):
            return [thing(item) for item in value]
        return make_case().number if value == "@other" else things.get(value, value)

    return {name: thing(value) for name, value in typed.items()}


def seat(town: Town, scene: Scene, role: Role | None = None) -> Desk:
    return sit_down(getattr(town, scene.place), role or scene.role)


def test_every_verb_has_a_scene() -> None:
    assert {scene.verb for scene in SCENES} == set(VERBS)


@by_verb
def test_the_verb_does_its_work(town: Town, scene: Scene) -> None:
    case, desk = scene.begin(town), seat(town, scene)
    before = CaseEvent.objects.filter(case_id=case.id).count()
    data = {**opened(desk, case, scene.verb), **meant(desk, town, scene.typed)}
    page = desk.client.post(address(case, scene.verb), data)
    assert page.status_code == (200 if VERBS[scene.verb].reveals else 302)
    case.refresh_from_db()
    assert scene.ends is None or case.status == scene.ends
    assert CaseEvent.objects.filter(case_id=case.id).count() > before or VERBS[scene.verb].reveals


@by_verb
def test_another_role_is_refused(town: Town, scene: Scene) -> None:
    case, desk = scene.begin(town), seat(town, scene, scene.refused)
    for page in (
        desk.client.get(address(case, scene.verb)),
        desk.client.post(address(case, scene.verb), {"version": case.version, "key": "x", **scene.typed}),
    ):
        assert page.status_code == 403
    assert Case.objects.get(pk=case.id).version == case.version


@pytest.mark.parametrize("scene", [s for s in SCENES if s.field], ids=str)
def test_what_was_mistyped_is_named_at_its_field_and_kept(town: Town, scene: Scene) -> None:
    case, desk = scene.begin(town), seat(town, scene)
    typed = meant(desk, town, scene.wrong)
    page = desk.client.post(address(case, scene.verb), {**opened(desk, case, scene.verb), **typed})
    assert page.status_code == 422
    form = page.context["form"]
    assert scene.field in form.errors
    assert {name: form[name].value() for name in typed} == typed
    assert Case.objects.get(pk=case.id).version == case.version


@pytest.mark.parametrize(
    "scene", [s for s in SCENES if s.ends and s.verb not in {"supply", "withdraw", "archive"}], ids=str
)
def test_who_comes_too_late_sees_what_changed_and_keeps_the_words(town: Town, scene: Scene) -> None:
    case, desk = scene.begin(town), seat(town, scene)
    data = {**opened(desk, case, scene.verb), **meant(desk, town, scene.typed)}
    messages.note(town.actor(Role.SUPERVISOR, town.government), case.id, text="先等一下")
    page = desk.client.post(address(case, scene.verb), data)
    assert page.status_code == 409
    assert "先等一下" in page.content.decode()
    form = page.context["form"]
    assert all(str(form[name].value()) == str(data[name]) for name in scene.typed)
    again = {bound.name: bound.value() for bound in form if bound.value() is not None}
    assert (
        desk.client.post(
            address(case, scene.verb), {**again, **data, "version": form["version"].value()}
        ).status_code
        == 302
    )


@by_verb
def test_a_second_press_does_nothing_more(town: Town, scene: Scene) -> None:
    if VERBS[scene.verb].reveals or scene.verb == "attach":
        return
    case, desk = scene.begin(town), seat(town, scene)
    data = {**opened(desk, case, scene.verb), **meant(desk, town, scene.typed)}
    first = desk.client.post(address(case, scene.verb), data)
    events = CaseEvent.objects.filter(case_id=case.id).count()
    second = desk.client.post(address(case, scene.verb), data)
    assert second.status_code == first.status_code == 302
    assert CaseEvent.objects.filter(case_id=case.id).count() == events


def test_the_panel_offers_exactly_what_the_queries_allow(town: Town) -> None:
    case, desk = in_progress(town), sit_down(town.water, Role.OFFICER)
    page = desk.client.get(reverse("desk:case", args=[case.id])).context["page"]
    shown = {verb.name for section in page.panel.sections for verb in section.verbs} | {
        page.panel.primary.name
    }
    together = {"ask_department", "hand_over", "meet"}
    alone = {"answer", "write", "note", "attach", "suspend", "extend", "assign", "transfer"}
    assert shown == alone | together
    assert page.panel.primary.name == "answer"


def test_the_form_comes_inline_for_htmx_and_as_a_page_without(town: Town) -> None:
    case, desk = in_progress(town), sit_down(town.water, Role.OFFICER)
    whole = desk.client.get(address(case, "answer")).content.decode()
    part = desk.client.get(address(case, "answer"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert "hx-post" in part
    data = {**opened(desk, case, "answer"), "answer": "已修好"}
    done = desk.client.post(address(case, "answer"), data, headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == reverse("desk:case", args=[case.id])


def test_nobody_checks_their_own_answer(town: Town) -> None:
    case = in_progress(town)
    desk = sit_down(town.centre, Role.SUPERVISOR)
    for verb, typed in (("answer", {"answer": "好了"}), ("check", {})):
        page = desk.client.post(address(case, verb), {**opened(desk, case, verb), **typed})
    assert page.status_code == 403


def test_a_draft_is_kept_and_comes_back(town: Town) -> None:
    case, desk = in_progress(town), sit_down(town.water, Role.OFFICER)
    draft = reverse("desk:draft", args=[case.id, "answer"])
    assert desk.client.post(draft, {"answer": "寫到一半"}).status_code == 204
    assert "寫到一半" in desk.client.get(address(case, "answer")).content.decode()
    data = {**opened(desk, case, "answer"), "answer": "寫完了"}
    desk.client.post(address(case, "answer"), data)
    assert "寫到一半" not in str(dict(desk.client.session))


def test_what_was_typed_when_the_session_ran_out_waits_behind_the_door(town: Town) -> None:
    case, desk = in_progress(town), sit_down(town.water, Role.OFFICER)
    data = {**opened(desk, case, "answer"), "answer": "寫了半天"}
    desk.client.logout()
    desk.client.cookies.pop("minben_desk", None)
    sent = desk.client.post(address(case, "answer"), data)
    assert sent.status_code == 302
    assert sent["Location"].startswith(reverse("desk:sign_in"))
    assert Case.objects.get(pk=case.id).status == "in_progress"


def test_opening_a_seal_is_on_record_and_shown_once(town: Town) -> None:
    case, desk = sealed(town), sit_down(town.centre, Role.SUPERVISOR)
    assert "陳保密" not in desk.client.get(reverse("desk:case", args=[case.id])).content.decode()
    page = desk.client.post(
        address(case, "open_seal"), {**opened(desk, case, "open_seal"), "reason": "法院來函"}
    )
    assert "陳保密" in page.content.decode()
    assert ReadLine.objects.filter(page="case.seal", case_id=case.id, reason="法院來函").count() == 1


def test_a_refused_file_is_named_and_the_message_kept(town: Town) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case, desk = in_progress(town), sit_down(town.water, Role.OFFICER)
    bad = SimpleUploadedFile("run.exe", b"MZ\x90\x00" + b"\x00" * 200, "image/png")
    data = {**opened(desk, case, "write"), "text": "請看附件", "files": bad}
    page = desk.client.post(address(case, "write"), data)
    assert page.status_code == 422
    assert "請看附件" in page.content.decode()
    assert not Interaction.objects.filter(case_id=case.id, kind="message").exists()


def test_html_in_what_was_typed_is_shown_as_text(town: Town) -> None:
    case, desk = in_progress(town), sit_down(town.water, Role.OFFICER)
    evil = "<script>alert(1)</script>"
    for verb in ("write", "note"):
        desk.client.post(address(case, verb), {**opened(desk, case, verb), "text": evil})
    page = desk.client.get(reverse("desk:case", args=[case.id])).content.decode()
    assert evil not in page
    assert "&lt;script&gt;" in page


def test_an_unknown_verb_is_no_page(town: Town) -> None:
    case, desk = answered(town), sit_down(town.water, Role.OFFICER)
    assert desk.client.get(address(case, "explode")).status_code == 404
    assert desk.client.get(f"/desk/cases/{uuid.uuid4()}/do/answer").status_code == 404
