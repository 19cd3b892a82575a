"""Finding people, the whole person, and what can be done to a record."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minben.cases.actions.messages import write
from minben.cases.models import Interaction
from minben.channels.models import Delivery, Message
from minben.desk.forms.people import PARTY_VERBS
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine, ReadLine
from minben.parties.actions import amend, link, make_provisional, record_consent, record_priority
from minben.parties.models import Party, PartyLink
from tests.factories.callers import BORN, NUMBER, known_person
from tests.factories.cases import dispatched, make_case
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(town: Town) -> Desk:
    return sit_down(town.centre, Role.AGENT)


def page_of(desk: Desk, party: Party, **query: str) -> str:
    response = desk.client.get(reverse("desk:party", args=[party.id]), query)
    assert response.status_code == 200
    return str(response.content.decode())


def do(desk: Desk, party: Party, verb: str, **given: Any) -> Any:
    return desk.client.post(reverse("desk:party_verb", args=[party.id, verb]), given)


def test_nobody_is_listed_unasked(agent: Desk) -> None:
    party = known_person()
    assert party.name not in agent.client.get("/desk/people").content.decode()
    assert party.name in agent.client.get("/desk/people?q=meili").content.decode()
    assert ReadLine.objects.filter(page="desk.people").count() == 1


def test_the_whole_person_shows_identity_reach_priority_consents_and_sources(agent: Desk) -> None:
    party = known_person()
    record_priority(
        SYSTEM, party.id, kind="age", basis="老年人權益保障法 第 52 條", proof="身分證", since=BORN
    )
    record_consent(SYSTEM, party.id, purpose="policy", given=False, means="電話")
    page = page_of(agent, party)
    for shown in (
        party.name,
        "+8613800138000",
        "朝陽路 12 號 3 樓",
        "••••002X",
        "老年人權益保障法 第 52 條",
        "at a counter",
    ):
        assert shown in page
    assert NUMBER not in page


def test_one_look_is_one_read_line_for_the_whole_customer(agent: Desk) -> None:
    party, double = known_person(), make_provisional(SYSTEM, name="陳太太")
    link(SYSTEM, double.id, customer_id=party.id, why="同一人")
    page_of(agent, party)
    line = ReadLine.objects.get(page="desk.party")
    assert set(line.subject_ids) == {party.id, double.id}


def test_contacts_and_notices_of_all_records_stand_on_one_timeline(agent: Desk, town: Town) -> None:
    party, double = known_person(), make_provisional(SYSTEM, name="陳太太")
    link(SYSTEM, double.id, customer_id=party.id, why="同一人")
    one, two = make_case(title="水壓太低", party_id=party.id), make_case(title="樹倒了", party_id=double.id)
    write(town.actor(Role.AGENT, town.centre), one.id, text="請補充地址")
    notice = Message.objects.create(
        party_id=party.id,
        case_id=one.id,
        template="x",
        kind="service",
        channel="sms",
        address="+86",
        language="en",
        subject="已收到",
        body="…",
    )
    Delivery.objects.create(message_id=notice.id, outcome="held", why="quiet-hours")
    page = page_of(agent, party)
    for shown in (one.title, two.title, "請補充地址", "已收到", "Waits until 08:00"):
        assert shown in page


def test_the_timeline_pages_by_keyset_without_a_gap(agent: Desk) -> None:
    party = known_person()
    for n in range(45):
        Interaction.objects.create(
            party_id=party.id, direction="in", channel="phone", kind="call", summary=f"第{n:02d}通"
        )
    first = agent.client.get(reverse("desk:party", args=[party.id]))
    second = page_of(agent, party, cursor=first.context["page"].page.next)
    seen = [n for n in range(45) if f"第{n:02d}通" in first.content.decode()]
    rest = [n for n in range(45) if f"第{n:02d}通" in second]
    assert (len(seen), sorted(seen + rest)) == (30, list(range(45)))


def test_however_long_the_history_the_statements_stay_the_same(agent: Desk, town: Town) -> None:
    party, counts = known_person(), []
    for n in (2, 12):
        for _n in range(n):
            make_case(party_id=party.id)
            dispatched(town, party_id=party.id)
        with CaptureQueriesContext(connection) as seen:
            page_of(agent, party)
        counts.append(len(seen))
    assert counts[1] <= counts[0]
    assert counts[0] <= 20


def test_another_departments_case_is_there_without_a_word_of_it(town: Town) -> None:
    party = known_person()
    hidden = make_case(title="路面塌陷", body="很深", party_id=party.id)
    own = dispatched(town, title="水管破裂", party_id=party.id)
    page = page_of(sit_down(town.water, Role.OFFICER), party)
    assert own.title in page
    assert hidden.title not in page
    assert hidden.number not in page
    assert "A case with another department" in page


def test_a_confidential_case_is_absent_from_the_whole_person(agent: Desk) -> None:
    party = known_person()
    sealed = make_case(title="舉報貪污", privacy="confidential", party_id=party.id)
    Message.objects.create(
        party_id=party.id,
        case_id=sealed.id,
        template="case_received",
        kind="service",
        channel="sms",
        address="+86",
        language="en",
        subject="暗號",
        body="…",
    )
    page = page_of(agent, party)
    assert sealed.number not in page
    assert sealed.title not in page
    assert "暗號" not in page
    assert "case with another department" not in page


def test_a_one_time_code_is_never_on_the_timeline(agent: Desk) -> None:
    party = known_person()
    Message.objects.create(
        party_id=party.id,
        template="code",
        kind="code",
        channel="sms",
        address="+86",
        language="en",
        body="482913",
    )
    assert "482913" not in page_of(agent, party)


def test_two_clerks_cannot_overwrite_each_other(agent: Desk) -> None:
    party = known_person()
    form = agent.client.get(reverse("desk:party_verb", args=[party.id, "amend"]))
    assert f'value="{party.version}"' in form.content.decode()
    amend(SYSTEM, party.id, version=party.version, name="陳美莉")
    given = {
        "name": "陳美玲",
        "birth_date": "1949-12-31",
        "gender": "",
        "language": "",
        "channel": "",
        "note": "聾",
    }
    late = do(agent, party, "amend", version=party.version, reason="打錯", **given)
    text = late.content.decode()
    assert late.status_code == 409
    assert "陳美莉" in text
    assert "陳美玲" in text
    assert Party.objects.get(pk=party.pk).name == "陳美莉"
    again = do(agent, party, "amend", version=party.version + 1, reason="打錯", **given)
    assert again.status_code == 302
    assert Party.objects.get(pk=party.pk).note == "聾"


def test_a_contact_is_added_verified_preferred_and_ended(agent: Desk) -> None:
    party = known_person()
    assert do(agent, party, "add-contact", kind="email", value="Mei@Example.org").status_code == 302
    mail = party.contact_points.get(kind="email")
    for verb, given in (
        ("verify-contact", {"means": "code"}),
        ("prefer-contact", {}),
        ("end-contact", {"reason": "換了"}),
    ):
        assert do(agent, party, verb, item=str(mail.id), **given).status_code == 302
    mail.refresh_from_db()
    assert mail.verified_at is not None
    assert mail.ended_at is not None
    assert mail.value == "mei@example.org"


@pytest.mark.parametrize(
    ("verb", "given", "said"),
    [
        ("add-contact", {"kind": "phone", "value": "12"}, "phone number"),
        ("add-identifier", {"kind": "resident", "number": "110105194912310021"}, "last character"),
        ("reveal", {"reason": "x"}, "Say why"),
        ("amend", {"name": "", "version": "1"}, "Fill in"),
        ("amend", {"name": "陳", "version": "1", "birth_date": "2999-01-01"}, "future"),
        ("priority", {"kind": "rich", "basis": "", "proof": "", "since": "no"}, "Fill in"),
        ("link", {"why": "同", "other": "01890000-0000-7000-8000-000000000000"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_right_is_kept(
    agent: Desk, verb: str, given: dict[str, str], said: str
) -> None:
    party = known_person()
    item = str(party.identifiers.get().id)
    page = do(agent, party, verb, **{"item": item, **given})
    assert page.status_code == 422
    assert said in page.content.decode()
    for value in given.values():
        assert value in page.content.decode() or verb == "link" or value == "rich"


def test_a_number_is_shown_in_full_once_with_a_reason_on_record(agent: Desk) -> None:
    party = known_person()
    shown = do(agent, party, "reveal", item=str(party.identifiers.get().id), reason="核對補助申請")
    assert NUMBER in shown.content.decode()
    assert ReadLine.objects.get(page="party.identifier").reason == "核對補助申請"
    assert "no-store" in shown.headers["Cache-Control"]


def test_another_persons_line_in_the_form_changes_nothing(agent: Desk) -> None:
    party, other = known_person(), make_provisional(SYSTEM, phone="13912345678")
    point = other.contact_points.get()
    assert do(agent, party, "end-contact", item=str(point.id), reason="x").status_code == 422
    point.refresh_from_db()
    assert point.ended_at is None


def test_two_records_are_linked_and_the_link_undone(agent: Desk) -> None:
    party, double = known_person(), make_provisional(SYSTEM, name="陳太太", phone="13912345678")
    address = reverse("desk:party_verb", args=[double.id, "link"])
    assert str(party.id) in agent.client.get(address, {"q": "美麗"}).content.decode()
    made = agent.client.post(f"{address}?q=美麗", {"other": str(party.id), "why": "同一支電話，同一住址"})
    assert made.status_code == 302
    row = PartyLink.objects.get()
    assert "同一支電話" in page_of(agent, party)
    assert do(agent, party, "unlink", item=str(row.id), why="是母女").status_code == 302
    assert "同一支電話" not in page_of(agent, party)


def test_a_provisional_record_is_confirmed(agent: Desk) -> None:
    party = make_provisional(SYSTEM, phone="13912345678")
    assert do(agent, party, "confirm", reason="看過身分證").status_code == 302
    party.refresh_from_db()
    assert party.state == Party.State.CONFIRMED


def test_somebody_is_registered_properly_once_and_leads_back_to_the_call(agent: Desk) -> None:
    given = {
        "kind": "person",
        "name": "李大明",
        "phone": "13800138222",
        "number_kind": "resident",
        "number": NUMBER,
        "key": "k",
    }
    for _press in range(2):
        back = agent.client.post("/desk/people/new?phone=13800138222&call=c-5", given)
    party = Party.objects.get()
    assert back.headers["Location"] == f"/desk/intake?phone=13800138222&call=c-5&party={party.id}"
    assert party.identifiers.get().tail == "002X"


def test_a_wrong_number_of_somebody_new_is_said_at_its_field(agent: Desk) -> None:
    given = {
        "kind": "person",
        "name": "李大明",
        "number_kind": "resident",
        "number": "123",
        "key": "k",
        "phone": "12",
    }
    page = agent.client.post("/desk/people/new", given)
    assert page.status_code == 422
    assert "李大明" in page.content.decode()
    assert not Party.objects.exists()


def test_who_read_a_record_is_shown_to_a_supervisor_not_to_an_agent(agent: Desk, town: Town) -> None:
    party = known_person()
    page_of(agent, party)
    assert "Who read this record" not in page_of(agent, party)
    assert "Who read this record" in page_of(sit_down(town.centre, Role.SUPERVISOR, name="督導"), party)


@pytest.mark.parametrize(
    "role", [Role.SYSTEM, Role.SECURITY, Role.AUDIT, Role.ANALYST, Role.EDITOR, Role.PLANNER]
)
def test_roles_that_work_on_no_case_see_nobody(town: Town, role: Role) -> None:
    party, desk = known_person(), sit_down(town.centre, role)
    addresses = ["/desk/people?q=美麗", reverse("desk:party", args=[party.id]), "/desk/people/new"]
    addresses += [reverse("desk:party_verb", args=[party.id, name]) for name in PARTY_VERBS]
    for address in addresses:
        response = desk.client.get(address)
        assert response.status_code == 403
        assert party.name not in response.content.decode()


def test_a_checker_reads_but_writes_nothing(town: Town) -> None:
    party, desk = known_person(), sit_down(town.centre, Role.CHECKER)
    assert "Correct" not in page_of(desk, party)
    for name in PARTY_VERBS:
        assert do(desk, party, name, reason="x", version=1, name="x").status_code == 403
    assert not AuditLine.objects.filter(actor_id=desk.staff.id).exists()


def test_every_form_opens_for_somebody_who_may(town: Town) -> None:
    party, desk = known_person(), sit_down(town.centre, Role.SUPERVISOR)
    for name in PARTY_VERBS:
        assert (
            desk.client.get(reverse("desk:party_verb", args=[party.id, name]), {"q": "美麗"}).status_code
            == 200
        )


def test_nobody_by_that_key_and_no_such_step_are_missing(agent: Desk) -> None:
    nobody = "01890000-0000-7000-8000-000000000000"
    assert agent.client.get(f"/desk/people/{nobody}").status_code == 404
    assert agent.client.get(f"/desk/people/{nobody}/do/amend").status_code == 404
    assert agent.client.get(f"/desk/people/{known_person().id}/do/eat").status_code == 404


def test_html_in_a_name_is_only_words(agent: Desk) -> None:
    party = make_provisional(SYSTEM, name="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in page_of(agent, party)
    assert "<img src=x" not in agent.client.get("/desk/people?q=<img src=x>").content.decode()
