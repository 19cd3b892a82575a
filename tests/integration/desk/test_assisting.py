"""A form that staff fill in for somebody: known facts, scans, keeping and going on, the reading back, whose it is then."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minben.cases.actions import assist, draft, signing
from minben.cases.actions.application import decide
from minben.cases.actions.routing import accept
from minben.cases.applications.offered import of_service
from minben.cases.applications.sealing import in_the_clear
from minben.cases.intake.numbers import code_for
from minben.cases.models import Case, CaseEvent, Draft, Signature
from minben.catalog.actions import write_service
from minben.catalog.queries import form_of
from minben.channels.actions.load_templates import add_shipped
from minben.channels.models import Message
from minben.foundation.access.actions import codes
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.access.models import Account
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine, ReadLine
from minben.foundation.events.pump import pump_all
from minben.foundation.records.errors import Conflict, Refused
from minben.parties.models import Party
from minben.payments.models import Payment
from tests.factories.callers import NUMBER, known_person
from tests.factories.catalog import guide, topic
from tests.factories.desk import Desk, sit_down
from tests.factories.payments import begin as pay
from tests.factories.payments import told
from tests.factories.town import Town
from tests.waiting import settle

from .scenes import png

pytestmark = pytest.mark.django_db(transaction=True)

FORM: list[dict[str, Any]] = [
    {"key": "who", "kind": "name", "label": {"zh-hant": "姓名", "en": "Name"}, "fills": "party.name",
     "section": {"zh-hant": "申請人", "en": "Applicant"}},
    {"key": "number", "kind": "id_number", "label": {"zh-hant": "證號", "en": "Number"}, "fills": "party.id_number"},
    {"key": "phone", "kind": "phone", "label": {"zh-hant": "電話", "en": "Phone"}, "fills": "party.phone"},
    {"key": "home", "kind": "address", "label": {"zh-hant": "住址", "en": "Home"}, "fills": "party.address"},
    {"key": "dog", "kind": "choice", "label": {"zh-hant": "犬種", "en": "Breed"},
     "choices": [{"value": "small", "label": {"zh-hant": "小", "en": "Small"}},
                 {"value": "big", "label": {"zh-hant": "大", "en": "Big"}}],
     "section": {"zh-hant": "犬隻", "en": "The dog"}},
    {"key": "weight", "kind": "number", "label": {"zh-hant": "體重", "en": "Weight"}, "min": 20,
     "when": {"key": "dog", "is": "big"}},
    {"key": "born", "kind": "date", "label": {"zh-hant": "出生", "en": "Born"}},
    {"key": "card", "kind": "file", "label": {"zh-hant": "照片", "en": "Photo"}, "material": "dog-photo"},
    {"key": "true", "kind": "promise", "label": {"zh-hant": "屬實", "en": "All true"}},
]  # fmt: skip
TYPED = {
    "a-who": "陳美麗",
    "a-number": "",
    "a-phone": "+8613800138000",
    "a-home": "朝陽路 12 號 3 樓",
    "a-dog": "small",
    "a-weight": "",
    "a-born": "2024-05-01",
}


def offer(town: Town, slug: str = "dog-card", **more: Any) -> None:
    topic()
    content: dict[str, Any] = {"form": FORM, "department": town.water.code, "mode": "2"}
    content |= {"name": {"zh-hant": "養犬登記", "en": "Dog card"}}
    write_service(SYSTEM, guide(slug, **content | more), waive=["V02", "V07"], reason="test")


@pytest.fixture
def agent(town: Town) -> Desk:
    offer(town)
    return sit_down(town.centre, Role.AGENT)


def begin(desk: Desk, party: Party, slug: str = "dog-card", channel: str = "counter", call: str = "") -> str:
    given = {"service": slug, "channel": channel, "call": call}
    answer = desk.client.post(reverse("desk:assist_choose", args=[party.id]), given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"].rsplit("/", 1)[1])


def post(desk: Desk, name: str, token: str, **given: Any) -> Any:
    return desk.client.post(reverse(f"desk:{name}", args=[token]), given)


def filled(desk: Desk, party: Party, **more: Any) -> str:
    token = begin(desk, party, **more)
    answer = post(desk, "assist", token, **TYPED, file_card=png(), press="check")
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"].endswith("/check")
    return token


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_what_is_known_is_filled_in_with_its_source_and_no_number_is_shown(agent: Desk) -> None:
    party = known_person()
    page = text_of(agent.client.get(reverse("desk:assist_choose", args=[party.id]), {"q": "dog"}))
    assert "Dog card" in page
    token = begin(agent, party)
    page = text_of(agent.client.get(reverse("desk:assist", args=[token])))
    for shown in ("陳美麗", "+8613800138000", "朝陽路 12 號 3 樓", "••••002X", "at a counter"):
        assert shown in page
    assert NUMBER not in page
    assert "Only if “Breed” is: Big" in page
    assert ReadLine.objects.filter(page="desk.assist").exists()


def test_from_the_first_answer_to_the_account_of_the_person(agent: Desk, town: Town) -> None:
    party = known_person()
    account = Account.objects.create(kind=Account.Kind.PUBLIC, phone="+8613800138000")
    Party.objects.filter(pk=party.id).update(account=account)
    token = filled(agent, party, channel="phone", call="c-77")
    page = text_of(agent.client.get(reverse("desk:assist_check", args=[token])))
    assert "••••002X" in page
    assert "photo.png" in page
    assert post(agent, "assist_check", token).status_code == 422, "nothing is promised yet"
    done = post(agent, "assist_check", token, true="yes")
    assert done["Location"] == reverse("desk:assist_done", args=[token])
    case = Case.objects.get()
    assert post(agent, "assist_check", token, true="yes")["Location"] == done["Location"]
    assert (case.party_id, case.account_id, case.channel) == (party.id, account.id, "phone")
    assert (case.taken_by, case.department) == (agent.staff.id, town.water)
    assert case.answers["number"].endswith("002X") and NUMBER not in str(case.answers)
    assert in_the_clear(case.id, case.answers)["number"] == NUMBER
    assert [held.material for held in case.documents.all()] == ["dog-photo"]
    assert CaseEvent.objects.get(case_id=case.id, name="submit").actor_name == agent.staff.name
    assert AuditLine.objects.filter(action="case.submit", actor_id=agent.staff.id).exists()
    assert ReadLine.objects.filter(page="party.identifier.used").count() == 1
    page = text_of(agent.client.get(done["Location"]))
    assert case.number in page
    assert code_for(case.track_token) in page
    assert Party.objects.count() == 1, "no second record of the same person"
    public = Client()
    public.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
    assert case.number in text_of(public.get("/en/account/"))


def test_every_wrong_answer_is_named_at_its_field_and_nothing_typed_is_lost(agent: Desk) -> None:
    token = begin(agent, known_person())
    wrong = TYPED | {"a-phone": "12", "a-dog": "big", "a-weight": "3", "a-born": ""}
    answer = post(agent, "assist", token, **wrong, press="check")
    assert answer.status_code == 422
    page = text_of(answer)
    for place in ("a-phone", "a-weight", "a-born"):
        assert f'href="#id_{place}"' in page
    assert 'href="#id_file_card"' in page
    assert "Weight: It must be 20 or more." in page
    assert agent.client.get(reverse("desk:assist_check", args=[token]))["Location"].endswith("?wrong=1")
    again = agent.client.get(reverse("desk:assist", args=[token]))
    assert 'value="12"' in text_of(again)
    assert not Case.objects.exists()


def test_a_colleague_finds_it_on_the_persons_page_and_goes_on(agent: Desk, town: Town) -> None:
    party = known_person()
    token = begin(agent, party)
    assert post(agent, "assist_keep", token, **TYPED | {"a-home": "湖濱路 5 號"}).status_code == 204
    colleague = sit_down(town.water, Role.OFFICER, name="王接手")
    page = text_of(colleague.client.get(reverse("desk:party", args=[party.id])))
    assert reverse("desk:assist", args=[token]) in page
    assert agent.staff.name in page
    assert "湖濱路 5 號" in text_of(colleague.client.get(reverse("desk:assist", args=[token])))
    post(colleague, "assist", token, **TYPED, file_card=png(), press="check")
    post(colleague, "assist_check", token, true="yes")
    assert Case.objects.get().taken_by == colleague.staff.id
    page = text_of(agent.client.get(reverse("desk:assist_done", args=[token])))
    assert code_for(Case.objects.get().track_token) not in page, "the code is for who sent it"


def test_a_scan_is_taken_out_again_and_a_wrong_one_refused(agent: Desk) -> None:
    token = begin(agent, known_person())
    bad = SimpleUploadedFile("virus.exe", b"MZ nothing", "application/octet-stream")
    assert post(agent, "assist", token, **TYPED, file_card=[bad, png()], press="keep").status_code == 422
    held = draft.load(SYSTEM, token)
    kept = held.data[draft.FILES]
    assert [one["question"] for one in kept] == ["card"]
    assert post(agent, "assist", token, **TYPED, remove=kept[0]["id"]).status_code == 302
    assert draft.load(SYSTEM, token).data[draft.FILES] == []


def test_another_departments_staff_may_not(agent: Desk, town: Town) -> None:
    party = known_person()
    token = begin(agent, party)
    stranger = sit_down(town.roads, Role.OFFICER)
    assert stranger.client.get(reverse("desk:assist", args=[token])).status_code in {403, 404}
    page = text_of(stranger.client.get(reverse("desk:party", args=[party.id])))
    assert token not in page
    assert "Dog card" not in text_of(stranger.client.get(reverse("desk:assist_choose", args=[party.id])))
    with pytest.raises(Refused):
        assist.begin(stranger.actor, party.id, of_service(form_of("dog-card")), channel="counter")
    checker = sit_down(town.water, Role.CHECKER)
    assert checker.client.get(reverse("desk:assist_choose", args=[party.id])).status_code == 403


def test_deleted_nothing_of_it_stays(agent: Desk) -> None:
    party = known_person()
    token = filled(agent, party)
    assert post(agent, "assist_give_up", token).status_code == 302
    assert not Draft.objects.exists()
    assert AuditLine.objects.filter(action="application.given_up").exists()


def test_a_business_is_applied_for_by_the_person_who_is_there(agent: Desk, town: Town) -> None:
    form = [
        {"key": "firm", "kind": "text", "label": {"en": "Firm"}, "fills": "organisation.name"},
        {"key": "who", "kind": "name", "label": {"en": "Name"}, "fills": "organisation.representative_name"},
    ]
    offer(town, "firm-card", form=form)
    person = known_person()
    token = begin(agent, person, "firm-card")
    post(agent, "assist", token, **{"a-firm": "岫雲茶行", "a-who": "陳美麗"}, press="check")
    post(agent, "assist_check", token)
    case = Case.objects.get()
    assert case.party is not None
    assert (case.party.name, case.asked_by_id) == ("岫雲茶行", person.id)


PAID: dict[str, Any] = {
    "fee_step": "before",
    "costs": [{"name": {"en": "Fee"}, "amount": "12.50", "currency": "CNY"}],
}
SIGNED: dict[str, Any] = {"signers": [{"name": {"zh-hant": "配偶", "en": "Spouse"}, "least": 1, "most": 1}]}


def waiting(desk: Desk, town: Town, party: Party, **more: Any) -> str:
    add_shipped(SYSTEM)
    offer(town, "paid-card", **more)
    token = filled(desk, party, slug="paid-card")
    answer = post(desk, "assist_check", token, true="yes")
    assert answer["Location"] == reverse("desk:assist_waiting", args=[token])
    assert not Case.objects.exists()
    return token


def test_it_waits_for_a_fee_and_signatures_and_goes_in_under_the_name_of_the_clerk(
    agent: Desk, town: Town
) -> None:
    party = known_person()
    token = waiting(agent, town, party, **PAID, **SIGNED)
    assert post(agent, "assist_waiting", token, press="sign").status_code == 422
    given = {"name_0": "王大明", "address_0": "spouse@example.org"}
    assert post(agent, "assist_waiting", token, press="sign", **given).status_code == 302
    page = text_of(agent.client.get(reverse("desk:assist_waiting", args=[token])))
    assert "CN¥12.50" in page
    assert f"/apply/{token}/waiting/" in page
    assert reverse("desk:assist_waive", args=[token]) not in page, "the centre decides nothing about fees"
    assert post(agent, "assist_waiting", token, press="tell").status_code == 302
    assert token in Message.objects.get(template="form_waits").body
    with pytest.raises(Conflict):
        assist.write(agent.actor, token, {"who": "x"})
    assert Client().get(f"/en/services/paid-card/apply/{token}/waiting/").status_code == 200
    one = Signature.objects.get()
    code = codes.issue(signing.purpose(one), one.address)
    signing.sign(one.token, name="王大明", code=code, now=timezone.now())
    told(pay(Payment.objects.get()))
    settle()
    pump_all()
    case = Case.objects.get()
    assert (case.party_id, case.taken_by, case.channel) == (party.id, agent.staff.id, "counter")
    assert agent.client.get(reverse("desk:assist_waiting", args=[token]))["Location"].endswith("/done")


def test_an_officer_of_the_department_waives_the_fee_before_it_is_sent(agent: Desk, town: Town) -> None:
    token = waiting(agent, town, known_person(), **PAID)
    with pytest.raises(Refused):
        assist.waive_before(agent.actor, token, reason="低保")
    officer = sit_down(town.water, Role.OFFICER)
    page = text_of(officer.client.get(reverse("desk:assist_waiting", args=[token])))
    assert reverse("desk:assist_waive", args=[token]) in page
    assert post(officer, "assist_waive", token, reason=" ").status_code == 422
    assert post(officer, "assist_waive", token, reason="低保家庭").status_code == 302
    case = Case.objects.get()
    accept(officer.actor, case.id)
    decide(officer.actor, case.id, outcome="granted", text="同意")
    assert Payment.objects.get().state == "waived"


def test_what_waits_is_changed_and_sent_again(agent: Desk, town: Town) -> None:
    token = waiting(agent, town, known_person(), **PAID)
    assert post(agent, "assist_waiting", token, press="change").status_code == 302
    post(agent, "assist", token, **TYPED | {"a-dog": "big", "a-weight": "30"}, press="check")
    post(agent, "assist_check", token, true="yes")
    officer = sit_down(town.water, Role.OFFICER)
    post(officer, "assist_waive", token, reason="低保家庭")
    assert Case.objects.get().answers["weight"] == "30"


def test_the_person_sees_in_the_account_what_is_filled_in_for_them(agent: Desk) -> None:
    party = known_person()
    token = begin(agent, party)
    person = Actor(kind=ActorKind.PUBLIC, account_id=party.id, party_ids=(party.id,))
    assert [one.token for one in draft.drafts_of(person)] == [token]
    other = Actor(kind=ActorKind.PUBLIC, account_id=party.id, party_ids=())
    assert draft.drafts_of(other) == []
