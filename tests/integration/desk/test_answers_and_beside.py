"""Drafts that outlive the session, answer templates, cases beside a case, the case on paper."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minben.cases.actions.answer_templates import load_answers, write_template
from minben.cases.answering import templates_for
from minben.cases.models import AnswerTemplate, Case, Draft
from minben.demo.city import CATALOGUE
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.access.sessions import desk_cookie
from minben.foundation.audit.models import AuditLine, ReadLine
from minben.foundation.records.errors import Invalid, Refused
from minben.foundation.records.personal import erase_all
from minben.parties.models import Party
from tests.factories.cases import answered, dispatched, in_progress, make_case
from tests.factories.desk import Desk, make_staff, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db


def write(desk: Desk, **fields: Any) -> AnswerTemplate:
    values = {"name": {"en": "Mended"}, "body": {"en": "{{name}}: {{number}} is done."}, **fields}
    return write_template(desk.actor, **values)


def keeps(desk: Desk, case: Case, text: str) -> None:
    kept = desk.client.post(reverse("desk:draft", args=[case.id, "answer"]), {"answer": text})
    assert kept.status_code == 204


def form(desk: Desk, case: Case, tail: str = "") -> str:
    return desk.client.get(reverse("desk:verb", args=[case.id, "answer"]) + tail).content.decode()


def test_a_draft_outlives_the_session_and_rests_sealed(town: Town) -> None:
    case, desk = in_progress(town), sit_down(town.water, Role.OFFICER)
    keeps(desk, case, "燈已修好")
    assert "燈已修好" not in str(Draft.objects.get().data)
    Session.objects.all().delete()
    desk.client.force_login(desk.staff.account, backend="minben.foundation.access.backends.StaffBackend")
    desk.client.cookies[desk_cookie()] = desk.client.cookies[settings.SESSION_COOKIE_NAME].value
    assert "燈已修好" in form(desk, case)


def test_a_draft_is_discarded_brought_back_and_forgotten_when_it_is_sent(town: Town) -> None:
    case, desk = in_progress(town), sit_down(town.water, Role.OFFICER)
    keeps(desk, case, "燈已修好")
    assert "Kept " in form(desk, case)
    desk.client.post(reverse("desk:draft_discard", args=[case.id, "answer"]))
    assert "燈已修好" not in form(desk, case)
    desk.client.post(reverse("desk:draft_back", args=[case.id, "answer"]))
    assert "燈已修好" in form(desk, case)
    version = Case.objects.get(pk=case.id).version
    data = {"answer": "燈已修好", "version": version, "key": "k"}
    desk.client.post(reverse("desk:verb", args=[case.id, "answer"]), data)
    assert not Draft.objects.exists()


def test_what_was_typed_on_a_persons_case_is_erased_with_the_person(town: Town) -> None:
    person = Party.objects.create(kind="person", name="陳美惠")
    case, desk = in_progress(town, party_id=person.id), sit_down(town.water, Role.OFFICER)
    keeps(desk, case, "陳美惠說")
    erase_all([person.id])
    assert not Draft.objects.exists()


def test_an_intake_that_was_not_sent_is_offered_again_and_not_put_into_the_next_call(town: Town) -> None:
    desk = sit_down(town.centre, Role.AGENT)
    desk.client.post(reverse("desk:intake_draft"), {"title": "路燈不亮", "body": "很暗", "phone": "139"})
    fresh = desk.client.get(reverse("desk:intake")).content.decode()
    assert "not sent: 路燈不亮" in fresh
    assert "很暗" not in fresh
    assert "很暗" in desk.client.get(reverse("desk:intake") + "?draft=1").content.decode()
    desk.client.post(reverse("desk:intake_discard"))
    assert "Discarded." in desk.client.get(reverse("desk:intake")).content.decode()


def test_a_template_is_filled_in_the_language_of_the_person(town: Town) -> None:
    case = in_progress(town)
    desk = sit_down(town.water, Role.SUPERVISOR, Role.OFFICER)
    write(desk, department_id=town.water.id, body={"zh-hant": "編號{{number}}，{{department}}", "en": "no"})
    (found,) = templates_for(desk.actor, case, "answer")
    assert found.text.startswith(f"編號{case.number}，")
    page = desk.client.get(reverse("desk:fitting", args=[case.id, "answer"])).content.decode()
    assert f'data-insert="編號{case.number}' in page
    assert f"編號{case.number}" in form(desk, case, f"?template={found.id}")


def test_a_value_is_not_read_for_marks_again(town: Town) -> None:
    case = in_progress(town, title="{{clerk}}")
    desk = sit_down(town.water, Role.SUPERVISOR, Role.OFFICER)
    write(desk, department_id=town.water.id, body={"zh-hant": "{{title}}"})
    assert templates_for(desk.actor, case, "answer")[0].text == "{{clerk}}"


def test_a_mark_that_nobody_fills_is_refused_by_name(town: Town) -> None:
    desk = sit_down(town.water, Role.SUPERVISOR)
    with pytest.raises(Invalid) as refused:
        write(desk, department_id=town.water.id, body={"en": "{{password}}"})
    assert "{{password}}" in str(refused.value.fields["body"])


def test_a_template_of_another_department_is_neither_seen_nor_written(town: Town) -> None:
    case = dispatched(town)
    ours, theirs = sit_down(town.water, Role.SUPERVISOR), sit_down(town.roads, Role.SUPERVISOR)
    row = write(theirs, department_id=town.roads.id)
    assert templates_for(ours.actor, case, "answer") == []
    assert ours.client.get(reverse("desk:template", args=[row.id])).status_code == 404
    with pytest.raises(Refused):
        write(ours, department_id=town.roads.id)
    with pytest.raises(Refused):
        write(ours)


def test_the_screen_writes_withdraws_and_restores_with_lines_in_the_trail(town: Town) -> None:
    desk = sit_down(town.government, Role.EDITOR)
    typed = {"name_zh_hant": "已修復", "body_zh_hant": "路燈已修復。", "use": "answer"}
    desk.client.post(reverse("desk:template_new"), typed)
    row = AnswerTemplate.objects.get()
    assert row.body["zh-hans"] == "路灯已修复。"
    assert (
        desk.client.post(reverse("desk:template", args=[row.id]), {**typed, "version": "9"}).status_code
        == 409
    )
    desk.client.post(reverse("desk:template_withdraw", args=[row.id]))
    assert "已修復" not in desk.client.get(reverse("desk:templates")).content.decode()
    desk.client.post(reverse("desk:template_restore", args=[row.id]))
    written = set(AuditLine.objects.filter(subject_kind="template").values_list("action", flat=True))
    assert written == {"template.written", "template.withdrawn", "template.restored"}
    assert sit_down(town.water, Role.OFFICER).client.get(reverse("desk:template_new")).status_code == 403


def test_the_practice_city_has_its_templates_in_three_languages_and_loads_them_once(town: Town) -> None:
    count = load_answers(SYSTEM, CATALOGUE / "answers.yaml")
    assert count >= 15
    assert load_answers(SYSTEM, CATALOGUE / "answers.yaml") == 0
    for row in AnswerTemplate.objects.all():
        assert {"zh-hant", "zh-hans", "en"} <= row.body.keys() & row.name.keys()


def test_beside_a_case_stand_those_of_its_place_and_like_it_within_scope(town: Town) -> None:
    case = answered(town, place="中山路 1 號", title="中山路路燈不亮")
    same, alike = in_progress(town, place="中山路 1 號"), in_progress(town, title="路燈不亮已三天")
    foreign = make_case(place="中山路 1 號", title="中山路路燈不亮")
    desk = sit_down(town.water, Role.OFFICER)
    with CaptureQueriesContext(connection) as run:
        page = desk.client.get(reverse("desk:beside", args=[case.id])).content.decode()
    assert same.number in page
    assert alike.number in page
    assert foreign.number not in page
    assert len(run) <= 16


def test_a_look_in_the_side_panel_and_a_print_are_on_record(town: Town) -> None:
    case, desk = answered(town), sit_down(town.water, Role.OFFICER, name="王承辦")
    assert case.title in desk.client.get(reverse("desk:peek", args=[case.id])).content.decode()
    sheet = desk.client.get(reverse("desk:print", args=[case.id])).content.decode()
    assert "Printed by" in sheet
    assert "王承辦" in sheet
    assert set(ReadLine.objects.values_list("page", flat=True)) == {"desk.peek", "desk.print"}
    stranger = sit_down(town.roads, Role.OFFICER).client
    assert stranger.get(reverse("desk:peek", args=[case.id])).status_code == 404
    assert stranger.get(reverse("desk:print", args=[case.id])).status_code == 404


def test_a_colleague_does_not_find_my_draft(town: Town) -> None:
    case, desk = in_progress(town), sit_down(town.water, Role.OFFICER)
    keeps(desk, case, "只有我")
    make_staff(town.water, Role.OFFICER)
    assert "只有我" not in form(sit_down(town.water, Role.OFFICER), case)
    assert "只有我" in form(desk, case)
