"""A result by post or to be picked up: from the choice to the last word, with the one clock of delivery."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client

from minben.agencies.models import Office
from minben.cases.actions import application, delivering
from minben.cases.actions.delivering import Choice
from minben.cases.applications import deliveries
from minben.cases.applications.deliveries import Filter
from minben.cases.applications.label_sheet import sheet
from minben.cases.events import CaseAnswered, OfficerWrote
from minben.cases.intake.numbers import code_for
from minben.cases.jobs import let_results_wait
from minben.cases.models import Case, CaseEvent, ResultDelivery, Status
from minben.cases.notices import _reason_of
from minben.catalog.models import ServiceVersion
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.parties import actions as parties
from minben.processes.models import Clock
from tests.factories import certificates
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
State = ResultDelivery.State
AT_HOME = Choice(way="post", recipient="王小明", address="岫雲市朝陽路 12 號 3 樓", phone="13800138000")


@pytest.fixture
def town() -> Town:
    return make_town()


def person(case: Case) -> Actor:
    return Actor(kind=ActorKind.ANONYMOUS, session="s", claimed_cases=frozenset({case.id}))


def hall(town: Town, code: str = "hall") -> Office:
    return Office.objects.create(
        department=town.water, code=code, name={"zh-hant": "政務大廳", "en": "Hall"},
        address={"zh-hant": "中山路 1 號", "en": "1 Zhongshan Road"}, hours={"1": [["09:00", "17:00"]]},
    )  # fmt: skip


def decided(town: Town, choice: Choice) -> Case:
    """Chosen while it was examined, then granted; the news was told."""
    case = certificates.ready(town)
    delivering.choose(person(case), case.id, choice)
    application.decide(town.actor(Role.OFFICER, town.water), case.id, outcome="granted", text="准予。")
    let_results_wait([CaseAnswered(subject_id=case.id, number=case.number)])
    return Case.objects.get(pk=case.pk)


def served(case: Case, *, form: object = None, place: Office | None = None) -> Case:
    """The case of another version of its service: with these questions, and fetched at this place."""
    assert case.service_version is not None
    version = ServiceVersion.objects.create(
        service=case.service_version.service, number=7, state="draft", name={"en": "Permit"}, form=form or []
    )
    version.places.set([place] if place else [])
    Case.objects.filter(pk=case.pk).update(service_version=version)
    return Case.objects.get(pk=case.pk)


def row(case: Case) -> ResultDelivery:
    return ResultDelivery.objects.select_related("office").get(case=case)


def clock(case: Case) -> str:
    return Clock.objects.get(subject_id=case.id, kind="deliver").state


def told(case: Case) -> str:
    return _reason_of(OfficerWrote(subject_id=case.id, number=case.number))


def test_what_was_chosen_waits_from_the_decision_on_by_the_clock_of_delivery(town: Town) -> None:
    case = certificates.ready(town)
    delivering.choose(person(case), case.id, AT_HOME)
    assert row(case).state == State.CHOSEN
    officer = town.actor(Role.OFFICER, town.water)
    assert not deliveries.listed_for(officer, Filter()).exists()
    application.decide(officer, case.id, outcome="granted", text="准予。")
    for _twice in range(2):
        let_results_wait([CaseAnswered(subject_id=case.id, number=case.number)])
    held = row(case)
    assert (held.state, held.department_id) == (State.WAITING, town.water.id)
    assert held.due_at == Clock.objects.get(subject_id=case.id, kind="deliver").due_at
    assert list(deliveries.listed_for(officer, Filter())) == [held]
    assert not deliveries.listed_for(town.actor(Role.OFFICER, town.roads), Filter()).exists()


def test_posting_ends_the_one_clock_and_tells_the_number(town: Town) -> None:
    case = decided(town, AT_HOME)
    assert clock(case) == Clock.State.RUNNING
    delivering.post(town.actor(Role.OFFICER, town.water), case.id, tracking=" xa 123456 cn ")
    held = row(case)
    assert (held.state, held.tracking) == (State.POSTED, "XA123456CN")
    assert clock(case) == Clock.State.MET
    assert Case.objects.get(pk=case.pk).status == Status.CLOSED
    assert "XA123456CN" in told(case)
    names = list(CaseEvent.objects.filter(case_id=case.id).order_by("id").values_list("name", flat=True))
    assert names[-3:] == ["post_result", "deliver", "close"]


@pytest.mark.parametrize("number", ["", "12", "單號一二三四五六", "x" * 41])
def test_a_number_that_is_none_is_told_at_its_field(town: Town, number: str) -> None:
    case = decided(town, AT_HOME)
    with pytest.raises(Invalid) as told_at:
        delivering.post(town.actor(Role.OFFICER, town.water), case.id, tracking=number)
    assert list(told_at.value.fields) == ["tracking"]
    assert clock(case) == Clock.State.RUNNING


def test_posted_twice_is_a_conflict_and_changes_nothing(town: Town) -> None:
    case, officer = decided(town, AT_HOME), town.actor(Role.OFFICER, town.water)
    delivering.post(officer, case.id, tracking="XA123456CN")
    with pytest.raises(Conflict):
        delivering.post(officer, case.id, tracking="XB999999CN")
    assert row(case).tracking == "XA123456CN"


def test_what_came_back_is_told_chosen_anew_and_posted_again_without_a_second_delivery(town: Town) -> None:
    case, officer = decided(town, AT_HOME), town.actor(Role.OFFICER, town.water)
    delivering.post(officer, case.id, tracking="XA123456CN")
    delivering.came_back(officer, case.id, reason="查無此人")
    assert row(case).state == State.RETURNED
    assert "查無此人" in told(case)
    delivering.choose(person(case), case.id, Choice(way="post", recipient="王小明", address="新地址 9 號"))
    assert row(case).state == State.WAITING
    delivering.post(officer, case.id, tracking="XC777777CN")
    assert (row(case).state, row(case).tracking) == (State.POSTED, "XC777777CN")
    assert CaseEvent.objects.filter(case_id=case.id, name="deliver").count() == 1


def test_who_fetches_it_says_the_code_that_only_they_were_told(town: Town) -> None:
    office = hall(town)
    case = decided(town, Choice(way="pickup", office_id=office.id, collector="王大明"))
    officer = town.actor(Role.OFFICER, town.water)
    delivering.make_ready(officer, case.id)
    code = deliveries.code_of(row(case))
    assert code in told(case)
    assert "政務大廳" in told(case)
    assert clock(case) == Clock.State.RUNNING
    with pytest.raises(Invalid) as wrong:
        delivering.hand_over(officer, case.id, to="王大明", proof="id_card", code="AAAAAA")
    assert list(wrong.value.fields) == ["code"]
    delivering.hand_over(officer, case.id, to="王大明", proof="id_card", code=f" {code.lower()} ")
    held = row(case)
    assert (held.state, held.handed_to, held.proof) == (State.HANDED, "王大明", "id_card")
    assert clock(case) == Clock.State.MET


def test_the_hall_of_another_department_hands_over_and_sees_no_case(town: Town) -> None:
    office = hall(town)
    Office.objects.filter(pk=office.pk).update(department=town.roads)
    case = served(certificates.ready(town), place=office)
    delivering.choose(person(case), case.id, Choice(way="pickup", office_id=office.id))
    application.decide(town.actor(Role.OFFICER, town.water), case.id, outcome="granted", text="准予。")
    delivering.begin(case.id)
    clerk = town.actor(Role.OFFICER, town.roads)
    assert [one.case_id for one in deliveries.listed_for(clerk, Filter(way="pickup"))] == [case.id]
    delivering.make_ready(clerk, case.id)
    delivering.hand_over(clerk, case.id, to="王小明", proof="passport", code=deliveries.code_of(row(case)))
    assert row(case).state == State.HANDED
    assert deliveries.delivery_for(clerk, case.id).handed_to == "王小明"
    Office.objects.filter(pk=office.pk).update(department=town.water)
    with pytest.raises(Missing):
        deliveries.delivery_for(clerk, case.id)


def test_only_the_department_of_the_case_posts(town: Town) -> None:
    case = decided(town, AT_HOME)
    with pytest.raises(Refused):
        delivering.post(town.actor(Role.OFFICER, town.roads), case.id, tracking="XA123456CN")


def test_delivered_by_another_way_nothing_waits_any_more(town: Town) -> None:
    case, officer = decided(town, AT_HOME), town.actor(Role.OFFICER, town.water)
    application.deliver(officer, case.id, how="當面交付")
    assert row(case).state == State.ENDED
    assert not deliveries.listed_for(officer, Filter()).exists()
    with pytest.raises(Conflict):
        delivering.choose(person(case), case.id, AT_HOME)


def test_what_is_missing_is_told_at_its_field_and_nothing_is_kept(town: Town) -> None:
    case = certificates.ready(town)
    for choice, fields in (
        (Choice(way="pigeon"), ["way"]),
        (Choice(way="post", recipient=" "), ["recipient", "address"]),
        (Choice(way="pickup"), ["office"]),
    ):
        with pytest.raises(Invalid) as wrong:
            delivering.choose(person(case), case.id, choice)
        assert list(wrong.value.fields) == fields
    assert not ResultDelivery.objects.exists()


def test_what_the_form_asked_is_taken_without_choosing_again(town: Town) -> None:
    case = certificates.ready(town)
    form = [
        {"key": "how", "kind": "text", "label": {"en": "How"}, "fills": "delivery.way"},
        {"key": "where", "kind": "text", "label": {"en": "Where"}, "fills": "delivery.address"},
    ]
    case = served(case, form=form)
    Case.objects.filter(pk=case.pk).update(answers={"how": "post", "where": "朝陽路 12 號"})
    application.decide(town.actor(Role.OFFICER, town.water), case.id, outcome="granted", text="准予。")
    delivering.begin(case.id)
    held = row(case)
    assert (held.way, held.address, held.recipient) == ("post", "朝陽路 12 號", certificates.HOLDER)


def test_the_person_chooses_on_the_page_of_the_case(town: Town) -> None:
    office, case, browser = hall(town), certificates.ready(town), Client()
    browser.post("/en/track/", {"number": case.number, "code": code_for(case.track_token)})
    address = f"/en/c/{case.track_token}/delivery/"
    assert address in browser.get(f"/en/c/{case.track_token}/").content.decode()
    page = browser.get(address).content.decode()
    assert "1 Zhongshan Road" in page
    assert "09:00–17:00" in page
    assert certificates.HOLDER not in page
    wrong = browser.post(address, {"way": "post", "recipient": "王小明"})
    assert wrong.status_code == 422
    assert re.search(r'id="id_address_error"', wrong.content.decode())
    assert browser.post(address, {"way": "pickup", "office": str(office.id)}).status_code == 302
    assert "To be picked up" in browser.get(f"/en/c/{case.track_token}/").content.decode()


def test_the_desk_lists_exports_labels_and_records(town: Town) -> None:
    case, desk = decided(town, AT_HOME), sit_down(town.water, Role.OFFICER)
    listed = desk.client.get("/desk/results").content.decode()
    assert case.number in listed
    assert "朝陽路" in listed
    lines = list(csv.reader(io.StringIO(desk.client.get("/desk/results.csv").content.decode("utf-8-sig"))))
    assert lines[1][0] == case.number
    assert desk.client.get("/desk/results/labels.pdf").content.startswith(b"%PDF-")
    assert desk.client.get(f"/desk/results/{case.id}").status_code == 200
    address = f"/desk/results/{case.id}/post"
    assert desk.client.get(address).status_code == 200
    assert desk.client.post(address, {"tracking": "12"}).status_code == 422
    assert desk.client.post(address, {"tracking": "XA123456CN"}).status_code == 302
    assert case.number not in desk.client.get("/desk/results").content.decode()
    assert "XA123456CN" in desk.client.get("/desk/results?way=post&done=1").content.decode()


def test_a_formula_in_an_address_is_no_formula_in_the_file(town: Town) -> None:
    decided(town, Choice(way="post", recipient="=cmd", address="@SUM(A1)"))
    desk = sit_down(town.water, Role.OFFICER)
    said = desk.client.get("/desk/results.csv").content.decode("utf-8-sig")
    assert ",=cmd" not in said
    assert ",@SUM" not in said


def test_a_clerk_writes_down_what_the_person_says(town: Town) -> None:
    case, desk = certificates.ready(town), sit_down(town.water, Role.OFFICER)
    address = f"/desk/cases/{case.id}/delivery"
    assert address in desk.client.get(f"/desk/cases/{case.id}").content.decode()
    given = {"way": "post", "recipient": "王小明", "address": "朝陽路 12 號"}
    assert desk.client.post(address, given).status_code == 302
    assert row(case).address == "朝陽路 12 號"


def test_labels_hold_words_as_words(town: Town) -> None:
    case = decided(town, Choice(way="post", recipient='#panic("x")', address="*朝陽路*\n12 號"))
    assert sheet([row(case)]).startswith(b"%PDF-")


def test_with_an_erased_person_name_and_address_go(town: Town) -> None:
    case, officer = decided(town, AT_HOME), town.actor(Role.OFFICER, town.water)
    delivering.post(officer, case.id, tracking="XA123456CN")
    assert case.party_id is not None
    parties.erase_party(SYSTEM, case.party_id, "asked")
    held = row(case)
    assert (held.recipient, held.address, held.phone, held.state) == ("", "", "", State.POSTED)
    assert held.tracking == "—"
