"""Search, knowledge, overview, trail, staff and outbox: what they show, and to whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from minben.agencies.models import RoleGrant
from minben.cases.actions.pressing import hurry
from minben.cases.actions.rating import rate
from minben.cases.models import Case
from minben.catalog.models import Article
from minben.channels.models import Delivery, Message
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine, ReadLine
from tests.factories.callers import known_person
from tests.factories.cases import closed, dispatched, make_case
from tests.factories.desk import Desk, make_staff, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db


def text(desk: Desk, address: str) -> str:
    response = desk.client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def message(**fields: object) -> Message:
    values = {
        "template": "case_received",
        "kind": "service",
        "channel": "sms",
        "address": "+8613800138000",
        "language": "zh-hant",
        "body": "已收到您的來件",
        **fields,
    }
    return Message.objects.create(**values)


def past_due(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(promised_at=timezone.now() - dt.timedelta(days=2))
    return case


# search


def test_one_box_finds_people_cases_and_knowledge(town: Town) -> None:
    person, case = known_person("路小雅"), make_case(title="路燈不亮")
    desk = sit_down(town.centre, Role.AGENT)
    page = text(desk, "/desk/search?q=路")
    assert person.name in page
    assert case.title in text(desk, "/desk/search?q=路燈")


def test_a_case_number_leads_to_its_case_and_a_hidden_one_nowhere(town: Town) -> None:
    case = make_case()
    found = sit_down(town.centre, Role.AGENT).client.get("/desk/search", {"q": case.number})
    assert found.headers["Location"] == reverse("desk:case", args=[case.id])
    hidden = sit_down(town.water, Role.OFFICER).client.get("/desk/search", {"q": case.number})
    assert hidden.status_code == 200
    assert case.title not in hidden.content.decode()


def test_an_administrator_finds_knowledge_only(town: Town) -> None:
    person, case = known_person(), make_case(title="水壓太低")
    page = text(sit_down(town.centre, Role.AUDIT), "/desk/search?q=美麗")
    assert person.name not in page
    assert case.title not in text(sit_down(town.centre, Role.SYSTEM), "/desk/search?q=水壓")


# knowledge


def test_staff_articles_are_listed_and_read_at_the_desk(town: Town) -> None:
    Article.objects.create(
        slug="script", kind="script", audience="staff", title={"en": "Calm"}, body={"en": "**Breathe** <b>"}
    )
    desk = sit_down(town.centre, Role.AGENT)
    assert "Calm" in text(desk, "/desk/knowledge")
    assert "Calm" not in text(desk, "/desk/knowledge?kind=faq")
    page = text(desk, "/desk/knowledge/script")
    assert "<strong>Breathe</strong> &lt;b&gt;" in page


def test_a_withdrawn_article_is_missing(town: Town) -> None:
    Article.objects.create(slug="old", state="withdrawn", title={"en": "Old"}, body={"en": "x"})
    assert sit_down(town.centre, Role.AGENT).client.get("/desk/knowledge/old").status_code == 404


def test_the_catalogue_is_for_its_editors(town: Town) -> None:
    assert sit_down(town.centre, Role.EDITOR).client.get("/desk/catalogue").status_code == 200
    assert sit_down(town.centre, Role.AGENT).client.get("/desk/catalogue").status_code == 403


# overview


def test_the_overview_shows_what_is_late_hurried_and_rated_badly(town: Town) -> None:
    late, pressed, bad = (
        past_due(dispatched(town, title="水管漏水")),
        dispatched(town, title="沒水喝"),
        closed(town),
    )
    hurry(town.actor(Role.AGENT, town.centre), pressed.id)
    rate(town.actor(Role.CALLBACK, town.centre), bad.id, level=1, comment="沒有修好", channel="phone")
    page = text(sit_down(town.centre, Role.SUPERVISOR), "/desk/board")
    for shown in (late.title, pressed.title, "沒有修好", "Repair open", "Water"):
        assert shown in page


def test_late_cases_are_supervised_with_one_form(town: Town) -> None:
    cases = [past_due(dispatched(town)) for _n in range(2)]
    desk = sit_down(town.centre, Role.SUPERVISOR)
    sent = desk.client.post(
        "/desk/board", {"case": [str(c.id) for c in cases], "text": "三日內辦結"}, follow=True
    )
    assert "2 cases are under supervision now." in sent.content.decode()
    assert Case.objects.filter(supervised_at__isnull=False).count() == 2


def test_supervising_nothing_or_without_words_keeps_what_was_ticked(town: Town) -> None:
    case, desk = past_due(dispatched(town)), sit_down(town.centre, Role.SUPERVISOR)
    page = desk.client.post("/desk/board", {"case": [str(case.id)], "text": ""})
    assert page.status_code == 422
    assert "checked" in page.content.decode()
    assert desk.client.post("/desk/board", {"case": ["x' OR 1"], "text": "快"}).status_code == 422
    assert "Tick at least one case." in desk.client.post("/desk/board", {"text": "快"}).content.decode()


def test_another_departments_case_is_neither_counted_nor_supervised(town: Town) -> None:
    case, desk = past_due(make_case(title="路面塌陷")), sit_down(town.water, Role.SUPERVISOR)
    assert case.title not in text(desk, "/desk/board")
    desk.client.post("/desk/board", {"case": [str(case.id)], "text": "快"})
    case.refresh_from_db()
    assert case.supervised_at is None


def test_an_analyst_sees_counts_and_no_case(town: Town) -> None:
    case, desk = past_due(dispatched(town, title="水管漏水")), sit_down(town.centre, Role.ANALYST)
    page = text(desk, "/desk/board")
    assert case.title not in page
    assert "Water" in page
    assert desk.client.post("/desk/board", {"case": [str(case.id)], "text": "快"}).status_code == 403
    csv = b"".join(desk.client.get("/desk/board.csv")).decode()
    assert "Water,Complaint,1,1,0" in csv


def test_the_overview_takes_a_bounded_number_of_statements(town: Town) -> None:
    desk, counts = sit_down(town.centre, Role.SUPERVISOR), []
    for n in (1, 6):
        for _n in range(n):
            past_due(dispatched(town))
        with CaptureQueriesContext(connection) as seen:
            text(desk, "/desk/board")
        counts.append(len(seen))
    assert counts[1] <= counts[0] <= 18


# trail


def test_the_trail_finds_a_case_by_its_number_and_says_nothing_of_it(town: Town) -> None:
    case, other = make_case(title="鄰居吵鬧"), make_case()
    desk = sit_down(town.government, Role.AUDIT)
    page = text(desk, f"/desk/audit?subject={case.number}")
    assert str(case.id) in page
    assert str(other.id) not in page
    assert case.title not in page


def test_looking_through_the_trail_is_itself_on_record(town: Town) -> None:
    make_case()
    desk = sit_down(town.government, Role.AUDIT)
    text(desk, "/desk/audit?action=case.submit")
    assert ReadLine.objects.filter(page="desk.audit", actor_id=desk.staff.id).count() == 1
    assert "desk.audit" in text(desk, "/desk/audit?trail=reads&action=desk.audit")


def test_a_filter_without_sense_shows_no_line(town: Town) -> None:
    make_case()
    desk = sit_down(town.government, Role.AUDIT)
    for query in ("subject=MB-1", "since=yesterday", "trail=x", "subject=' OR 1=1"):
        assert "case.submit" not in text(desk, f"/desk/audit?{query}")


def test_the_trail_is_narrowed_by_who_and_when(town: Town) -> None:
    agent = town.actor(Role.AGENT, town.centre, name="鄭一")
    case = make_case(agent)
    desk = sit_down(town.government, Role.AUDIT)
    assert str(case.id) in text(desk, "/desk/audit?actor=鄭一")
    assert str(case.id) in text(desk, f"/desk/audit?actor={agent.staff_id}")
    assert str(case.id) not in text(desk, "/desk/audit?actor=鄭二")
    assert str(case.id) not in text(desk, "/desk/audit?until=2001-01-01")


def test_verification_says_that_nothing_was_altered_and_names_what_was(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, address = sit_down(town.government, Role.AUDIT), reverse("desk:verify")
    monkeypatch.setattr("minben.desk.views.audit.verified", lambda _name: [])
    assert "Nothing was altered" in desk.client.post(address).content.decode()
    monkeypatch.setattr("minben.desk.views.audit.verified", lambda name: [f"{name}: line 7 was changed"])
    assert "line 7 was changed" in desk.client.post(address).content.decode()
    assert AuditLine.objects.filter(action="audit.verified").count() == 2


def test_the_export_of_the_trail_is_on_record(town: Town) -> None:
    case = make_case()
    desk = sit_down(town.government, Role.AUDIT)
    assert str(case.id) in b"".join(desk.client.get("/desk/audit.csv?action=case.submit")).decode()
    assert AuditLine.objects.filter(action="audit.exported").exists()


@pytest.mark.parametrize("role", [r for r in Role if r != Role.AUDIT])
def test_the_trail_is_for_the_audit_administrator_only(town: Town, role: Role) -> None:
    desk = sit_down(town.centre, role)
    for address in ("/desk/audit", "/desk/audit.csv", "/desk/audit/seals"):
        assert desk.client.get(address).status_code == 403
    assert desk.client.post("/desk/audit/verify").status_code == 403


@pytest.mark.parametrize("role", [Role.AUDIT, Role.SECURITY, Role.SYSTEM])
def test_administrators_see_no_case_and_no_person(town: Town, role: Role) -> None:
    case, person = make_case(), known_person()
    desk = sit_down(town.centre, role)
    addresses = [
        "/desk/cases",
        f"/desk/cases/{case.id}",
        "/desk/people",
        f"/desk/people/{person.id}",
        "/desk/intake",
        "/desk/board",
    ]
    assert [desk.client.get(address).status_code for address in addresses] == [403] * len(addresses)


# staff


def test_roles_are_given_and_taken_by_the_security_administrator(town: Town) -> None:
    person, desk = make_staff(town.water, name="吳有才"), sit_down(town.government, Role.SECURITY)
    given = {"role": "officer", "department": str(town.water.id)}
    assert "吳有才" in text(desk, "/desk/staff?q=吳")
    desk.client.post(reverse("desk:grant", args=[person.id]), given)
    assert "Department officer" in text(desk, reverse("desk:staff_person", args=[person.id]))
    desk.client.post(reverse("desk:revoke", args=[person.id]), given)
    assert not RoleGrant.objects.filter(staff=person).exists()


def test_a_role_that_excludes_another_is_refused_with_what_to_do(town: Town) -> None:
    person, desk = make_staff(town.water, Role.OFFICER), sit_down(town.government, Role.SECURITY)
    page = desk.client.post(
        reverse("desk:grant", args=[person.id]), {"role": "audit", "department": str(town.water.id)}
    )
    assert page.status_code == 409
    assert "Take the first one away" in page.content.decode()


def test_the_system_administrator_sees_roles_and_gives_none(town: Town) -> None:
    person, desk = make_staff(town.water, Role.OFFICER), sit_down(town.government, Role.SYSTEM)
    RoleGrant.objects.create(staff=make_staff(town.water), role="security", department=town.water)
    address = reverse("desk:staff_person", args=[person.id])
    assert "Give a role" not in text(desk, address)
    given = {"role": "officer", "department": str(town.water.id)}
    assert desk.client.post(reverse("desk:grant", args=[person.id]), given).status_code == 403
    assert desk.client.post(reverse("desk:revoke", args=[person.id]), given).status_code == 403


def test_a_role_that_is_none_is_refused(town: Town) -> None:
    person, desk = make_staff(town.water), sit_down(town.government, Role.SECURITY)
    for given in (
        {"role": "king", "department": str(town.water.id)},
        {"role": "agent", "department": "x"},
        {},
    ):
        assert desk.client.post(reverse("desk:grant", args=[person.id]), given).status_code == 422
        assert desk.client.post(reverse("desk:revoke", args=[person.id]), given).status_code == 404


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.AUDIT])
def test_the_list_of_staff_is_for_two_administrators(town: Town, role: Role) -> None:
    assert sit_down(town.centre, role).client.get("/desk/staff").status_code == 403


# outbox


def test_the_outbox_says_why_a_message_was_not_sent(town: Town) -> None:
    held, refused = message(), message(channel="mail", address="mei@example.org")
    Delivery.objects.create(message_id=held.id, outcome="held", why="quiet-hours")
    Delivery.objects.create(message_id=refused.id, outcome="refused", why="no-consent")
    desk = sit_down(town.centre, Role.AGENT)
    page = text(desk, "/desk/outbox")
    assert "Waits until 08:00" in page
    assert "nobody agreed" in page
    assert "mei@example.org" not in page
    assert "nobody agreed" not in text(desk, "/desk/outbox?state=held")
    assert "no messages between" not in text(desk, "/desk/outbox?channel=mail")


def test_a_notice_of_another_departments_case_keeps_its_words(town: Town) -> None:
    one = message(case_id=make_case().id, body="暗號")
    address = reverse("desk:message", args=[one.id])
    assert "暗號" in text(sit_down(town.centre, Role.AGENT), address)
    assert "暗號" not in text(sit_down(town.water, Role.OFFICER), address)
    assert "暗號" not in text(sit_down(town.government, Role.SYSTEM), address)


def test_codes_are_shown_in_the_practice_city_only(town: Town) -> None:
    one, desk = message(kind="code", body="482913"), sit_down(town.centre, Role.AGENT)
    address = reverse("desk:message", args=[one.id])
    with override_settings(PRACTICE=True):
        assert "482913" in text(desk, address)
    with override_settings(PRACTICE=False):
        assert "482913" not in text(desk, address)
        assert "for its receiver alone" in text(desk, address)


def test_who_reads_no_words_is_told_whose_they_are(town: Town) -> None:
    desk = sit_down(town.government, Role.SYSTEM)
    of_a_case, of_none = message(case_id=make_case().id), message(address="+8613800138000")
    assert "for those who may see the case" in text(desk, reverse("desk:message", args=[of_a_case.id]))
    told = text(desk, reverse("desk:message", args=[of_none.id]))
    assert "Your role does not read the words of messages." in told
    assert "0013 8000" not in told
    agent = text(sit_down(town.centre, Role.AGENT), reverse("desk:message", args=[of_none.id]))
    assert "+86 138 0013 8000" in agent


def test_the_outbox_is_closed_to_auditors_and_a_missing_message_is_missing(town: Town) -> None:
    assert sit_down(town.centre, Role.AUDIT).client.get("/desk/outbox").status_code == 403
    nobody = "01890000-0000-7000-8000-000000000000"
    assert sit_down(town.centre, Role.AGENT).client.get(f"/desk/outbox/{nobody}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/desk/audit?cursor=x",
        "/desk/outbox?cursor=%27",
        "/desk/staff?cursor=e30",
        "/desk/knowledge?q=a&cursor=-1",
    ],
)
def test_an_address_with_a_wrong_cursor_is_told_so(town: Town, address: str) -> None:
    role = Role.AUDIT if "audit" in address else Role.SYSTEM
    assert sit_down(town.government, role).client.get(address).status_code == 400
