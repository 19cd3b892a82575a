"""From “who calls” to the number that is read out."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minben.cases.models import Case, Interaction, SealedParty
from minben.catalog.models import Article, Category
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine, ReadLine
from minben.parties.models import Party
from tests.factories.callers import known_person
from tests.factories.cases import make_case
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db
SCREEN = "/desk/intake"


@pytest.fixture
def agent(town: Town) -> Desk:
    return sit_down(town.centre, Role.AGENT)


def typed(**changed: Any) -> dict[str, Any]:
    """What the browser sends with the request form."""
    return {
        "key": "k1",
        "title": "路燈不亮",
        "kind": "complaint",
        "body": "晚上很暗",
        "place": "三合路",
        "privacy": "open",
        "channel": "phone",
        "intent": "case",
        "phone": "",
        **changed,
    }


def text_of(response: Any) -> str:
    return str(response.content.decode())


def check(desk: Desk, party: Party, **answers: str) -> Any:
    address = reverse("desk:intake_check", args=[party.id])
    return desk.client.post(
        f"{address}?party={party.id}",
        {f"check-{k}": v for k, v in answers.items()},
        headers={"HX-Request": "true"},
    )


def test_a_screen_pop_shows_who_has_the_number(agent: Desk) -> None:
    party = known_person()
    page = agent.client.get(f"{SCREEN}?phone=13800138000&call=c-77")
    assert page.status_code == 200
    assert party.name in text_of(page)
    assert "13800138000" in text_of(page)
    assert "c-77" in text_of(page)


@pytest.mark.parametrize("asked", ["美麗", "chenmeili", "13800138000", "11010519491231002X"])
def test_search_as_you_type_finds_by_name_pinyin_phone_and_number(agent: Desk, asked: str) -> None:
    party = known_person()
    page = agent.client.get(reverse("desk:intake_search"), {"q": asked}, headers={"HX-Request": "true"})
    assert str(party.id) in text_of(page)
    assert "11010519491231002X" not in text_of(page)


def test_the_found_list_answers_none_of_the_questions_of_the_caller_check(agent: Desk) -> None:
    known_person()
    for address in (f"{reverse('desk:intake_search')}?q=美麗", f"{SCREEN}?q=美麗"):
        page = text_of(agent.client.get(address))
        assert "美麗" in page
        assert not any(secret in page for secret in ("1949", "002X", "朝陽路"))


def test_a_search_writes_one_read_line_with_whom_it_showed(agent: Desk) -> None:
    party = known_person()
    agent.client.get(reverse("desk:intake_search"), {"q": "美麗"})
    assert ReadLine.objects.get(page="desk.intake.found").subject_ids == [party.id]


def test_a_known_caller_gets_a_case_with_number_code_and_date_to_read_out(agent: Desk) -> None:
    party = known_person()
    sent = agent.client.post(SCREEN, typed(party=str(party.id), call="c-1"), follow=True)
    case = Case.objects.get()
    assert (case.party_id, case.channel, case.taken_by) == (party.id, "phone", agent.staff.id)
    assert case.number in text_of(sent)
    assert "Promised by" in text_of(sent)
    assert Interaction.objects.get(case_id=case.id).external_id == "c-1"


def test_sent_twice_it_is_one_case(agent: Desk) -> None:
    given = typed(party=str(known_person().id))
    first, second = (agent.client.post(SCREEN, given) for _press in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_the_same_form_with_other_words_is_told_apart_and_keeps_them(agent: Desk) -> None:
    party = str(known_person().id)
    agent.client.post(SCREEN, typed(party=party))
    again = agent.client.post(SCREEN, typed(party=party, title="水管破裂"))
    assert again.status_code == 422
    assert "水管破裂" in text_of(again)
    assert Case.objects.count() == 1


def test_an_error_keeps_everything_that_was_typed(agent: Desk) -> None:
    party = known_person()
    page = agent.client.post(SCREEN, typed(party=str(party.id), title="", body="很長的話", place="三合路"))
    assert page.status_code == 422
    for kept in ("很長的話", "三合路", party.name, f'value="{party.id}"', 'value="k1"'):
        assert kept in text_of(page)


def test_an_unknown_caller_with_a_number_becomes_a_provisional_party(agent: Desk) -> None:
    agent.client.post(SCREEN, typed(phone="13911112222"))
    case = Case.objects.select_related("party").get()
    assert case.party is not None
    assert case.party.state == Party.State.PROVISIONAL
    assert case.party.contact_points.get().value == "+8613911112222"


def test_nobody_named_is_asked_for_and_no_case_is_made(agent: Desk) -> None:
    page = agent.client.post(SCREEN, typed())
    assert page.status_code == 422
    assert "Say who asks" in text_of(page)
    assert not Case.objects.exists()


def test_an_anonymous_request_keeps_nobody(agent: Desk) -> None:
    agent.client.post(SCREEN, typed(privacy="anonymous", party=str(known_person().id)))
    case = Case.objects.get()
    assert (case.party_id, case.asked_by_id) == (None, None)
    assert not SealedParty.objects.exists()


def test_a_confidential_request_seals_the_party(agent: Desk) -> None:
    party = known_person()
    agent.client.post(SCREEN, typed(privacy="confidential", party=str(party.id)))
    case = Case.objects.get()
    assert case.party_id is None
    assert SealedParty.objects.get(case=case).party_id == party.id


def test_somebody_may_call_for_somebody_else(agent: Desk) -> None:
    mother, son = known_person(), known_person("陳小明", "13800138001", "110105199003074253")
    page = agent.client.get(f"{SCREEN}?party={son.id}&for={mother.id}")
    assert f"Calls for {mother.name}" in text_of(page)
    agent.client.post(SCREEN, typed(party=str(mother.id), asked_by=str(son.id)))
    case = Case.objects.get()
    assert (case.party_id, case.asked_by_id) == (mother.id, son.id)


def test_the_category_gives_urgency_and_topic(agent: Desk, town: Town) -> None:
    top = Category.objects.create(code="utilities", name={"zh-hant": "公用事業", "en": "Utilities"})
    Category.objects.create(
        code="gas",
        parent=top,
        name={"zh-hant": "燃氣", "en": "Gas"},
        urgency="E1",
        department_code=town.water.code,
    )
    part = agent.client.get(reverse("desk:intake_suggestion"), {"category": "gas"})
    assert "Water" in text_of(part)
    agent.client.post(SCREEN, typed(party=str(known_person().id), category="gas"))
    case = Case.objects.get()
    assert (case.topic, case.urgency) == ("utilities/gas", "E1")


def test_answered_at_once_it_is_closed_with_the_words_given(agent: Desk) -> None:
    given = typed(party=str(known_person().id), intent="answer", answer="辦事處週六上午開放。")
    for _press in range(2):
        done = agent.client.post(SCREEN, given, follow=True)
        assert done.status_code == 200
    case = Case.objects.get()
    assert (case.status, case.answer) == ("answered_at_once", "辦事處週六上午開放。")


def test_an_answer_without_words_makes_nothing_and_is_marked_at_its_field(agent: Desk) -> None:
    page = agent.client.post(SCREEN, typed(party=str(known_person().id), intent="answer", answer=""))
    assert page.status_code == 422
    assert "Write the answer you gave." in text_of(page)
    assert not Case.objects.exists()


def test_an_article_fills_the_answer_and_keeps_the_rest(agent: Desk) -> None:
    Article.objects.create(
        slug="saturday", title={"en": "Saturday"}, body={"en": "## Hours\n\nOpen on **Saturday** mornings."}
    )
    page = agent.client.post(SCREEN, typed(use="saturday"))
    assert "Open on Saturday mornings." in text_of(page)
    assert "三合路" in text_of(page)


def test_an_abandoned_call_is_kept_as_a_contact_of_a_provisional_party(agent: Desk) -> None:
    for _press in range(2):
        agent.client.post(SCREEN, typed(intent="keep", title="掛斷", phone="13911112222", call="c-9"))
    contact = Interaction.objects.get()
    party = Party.objects.get()
    assert (contact.party_id, contact.kind, contact.case_id) == (party.id, "call", None)
    assert contact.external_id == "c-9"
    assert not Case.objects.exists()


def test_case_titles_are_hidden_until_the_caller_is_checked(agent: Desk) -> None:
    party = known_person()
    case = make_case(title="鄰居半夜唱歌", party_id=party.id)
    before = text_of(agent.client.get(f"{SCREEN}?party={party.id}"))
    assert case.number in before
    assert case.title not in before
    after = text_of(check(agent, party, birth_date="1949-12-31", tail="002x"))
    assert case.title in after
    assert AuditLine.objects.get(action="party.caller.passed").reason == "birth_date, tail"


def test_a_wrong_answer_fails_is_on_record_and_opens_nothing(agent: Desk) -> None:
    party = known_person()
    case = make_case(title="鄰居半夜唱歌", party_id=party.id)
    page = check(agent, party, birth_date="1950-01-01", tail="002X")
    assert page.status_code == 422
    assert case.title not in text_of(page)
    assert "1949" not in text_of(page)
    assert AuditLine.objects.filter(action="party.caller.failed").count() == 1


def test_one_answer_is_not_enough_and_three_failures_close_the_check(agent: Desk) -> None:
    party = known_person()
    make_case(party_id=party.id)
    assert "Ask for two of the three" in text_of(check(agent, party, tail="002X"))
    for _try in range(3):
        check(agent, party, birth_date="1950-01-01", tail="1111")
    page = check(agent, party, birth_date="1949-12-31", tail="002X")
    assert "Three checks failed" in text_of(page)
    assert not AuditLine.objects.filter(action="party.caller.passed").exists()


def test_a_part_of_the_address_counts_but_not_two_characters(agent: Desk) -> None:
    party = known_person()
    make_case(party_id=party.id)
    assert check(agent, party, birth_date="1949-12-31", address="朝陽").status_code == 422
    assert check(agent, party, birth_date="1949-12-31", address="朝陽路12號").status_code == 200


def test_a_checked_caller_can_hurry_and_add_to_a_case(agent: Desk) -> None:
    party = known_person()
    case = make_case(party_id=party.id)
    check(agent, party, birth_date="1949-12-31", tail="002X")
    agent.client.post(f"{reverse('desk:intake_hurry', args=[case.id])}?party={party.id}")
    agent.client.post(
        f"{reverse('desk:intake_add', args=[case.id])}?party={party.id}", {"text": "又壞了一盞"}
    )
    case.refresh_from_db()
    assert case.hurries == 1
    added = Interaction.objects.get(case_id=case.id, kind="call")
    assert (added.direction, added.body) == ("in", "又壞了一盞")


def test_an_empty_addition_is_refused_and_says_so(agent: Desk) -> None:
    party = known_person()
    case = make_case(party_id=party.id)
    page = agent.client.post(
        f"{reverse('desk:intake_add', args=[case.id])}?party={party.id}",
        {"text": " "},
        headers={"HX-Request": "true"},
    )
    assert "Write down what was said." in text_of(page)


def test_another_departments_case_is_not_told_to_the_caller_screen(town: Town) -> None:
    party = known_person()
    hidden = make_case(title="路面塌陷", party_id=party.id)
    desk = sit_down(town.water, Role.OFFICER)
    check(desk, party, birth_date="1949-12-31", tail="002X")
    page = text_of(desk.client.get(f"{SCREEN}?party={party.id}"))
    assert hidden.title not in page
    assert hidden.number not in page
    assert desk.client.post(reverse("desk:intake_hurry", args=[hidden.id])).status_code == 404
    assert desk.client.post(reverse("desk:intake_add", args=[hidden.id]), {"text": "x"}).status_code == 404


def test_one_click_makes_a_provisional_caller(agent: Desk) -> None:
    part = agent.client.post(
        f"{reverse('desk:intake_new')}?call=c-3",
        {"new-name": "", "new-phone": "138 0013 8009"},
        headers={"HX-Request": "true"},
    )
    party = Party.objects.get()
    assert party.state == Party.State.PROVISIONAL
    assert f'name="party" form="request" value="{party.id}"' in text_of(part)


def test_a_wrong_number_of_a_new_caller_is_said_at_the_field(agent: Desk) -> None:
    part = agent.client.post(
        reverse("desk:intake_new"), {"new-name": "王", "new-phone": "12"}, headers={"HX-Request": "true"}
    )
    assert part.status_code == 422
    assert "phone number" in text_of(part)
    assert not Party.objects.exists()


def test_without_javascript_the_steps_are_pages(agent: Desk) -> None:
    party = known_person()
    page = agent.client.get(SCREEN, {"q": "美麗"})
    assert f"party={party.id}" in text_of(page)
    made = agent.client.post(reverse("desk:intake_new"), {"new-name": "王", "new-phone": ""})
    assert made.status_code == 302
    assert made.headers["Location"].startswith(f"{SCREEN}?")


def test_the_emergency_script_is_always_there(agent: Desk) -> None:
    Article.objects.create(
        slug="fire",
        kind="script",
        audience="staff",
        title={"en": "Fire"},
        body={"en": "Leave the house first."},
    )
    assert "Leave the house first." in text_of(agent.client.get(SCREEN))


def test_html_and_sql_in_every_field_are_only_words(agent: Desk) -> None:
    evil = "<script>alert(1)</script>'; DROP TABLE cases_case; --"
    page = agent.client.post(
        SCREEN, typed(title="", body=evil, place=evil, answer=evil, call=evil[:80], phone=evil[:40])
    )
    assert page.status_code == 422
    assert "<script>alert" not in text_of(page)
    got = agent.client.get(
        SCREEN, {"q": evil, "party": evil, "for": evil, "phone": evil, "call": evil, "role": evil}
    )
    assert got.status_code == 200
    assert "<script>alert" not in text_of(got)


@pytest.mark.parametrize("field", ["party", "asked_by"])
def test_a_party_that_does_not_exist_is_told_and_makes_no_case(agent: Desk, field: str) -> None:
    page = agent.client.post(
        SCREEN, typed(phone="13911112222", **{field: "01890000-0000-7000-8000-000000000000"})
    )
    assert page.status_code in {404, 422}
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.CHECKER, Role.ANALYST, Role.AUDIT, Role.SYSTEM, Role.SECURITY, Role.EDITOR]
)
def test_other_roles_are_refused(town: Town, role: Role) -> None:
    desk = sit_down(town.centre, role)
    for address in (SCREEN, reverse("desk:intake_search"), reverse("desk:intake_caller")):
        assert desk.client.get(address).status_code == 403
    assert desk.client.post(SCREEN, typed(privacy="anonymous")).status_code == 403
    assert not Case.objects.exists()


def test_the_confirmation_is_for_the_one_who_took_it(agent: Desk, town: Town) -> None:
    agent.client.post(SCREEN, typed(privacy="anonymous"))
    address = reverse("desk:intake_done", args=[Case.objects.get().id])
    assert agent.client.get(address).status_code == 200
    assert sit_down(town.centre, Role.AGENT).client.get(address).status_code == 404


def test_the_screen_takes_a_bounded_number_of_statements(agent: Desk) -> None:
    party = known_person()
    counts = []
    for n in (1, 6):
        for _n in range(n):
            make_case(party_id=party.id)
        with CaptureQueriesContext(connection) as seen:
            agent.client.get(f"{SCREEN}?party={party.id}")
        counts.append(len(seen))
    assert counts[1] <= counts[0]
    assert counts[0] <= 20
