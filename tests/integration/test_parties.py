"""Parties by their doors."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minben.foundation.access.actor import SYSTEM, Actor, ActorKind, Assurance
from minben.foundation.access.models import Account
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine, ReadLine
from minben.foundation.events.models import EventRow
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.foundation.records.ids import new_id
from minben.parties import actions, queries
from minben.parties.actors import own_parties
from minben.parties.models import ContactPoint, Identifier, Party
from tests.factories.parties import PartyFactory, staff

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


@pytest.fixture
def zeng() -> Party:
    return actions.register_person(
        SYSTEM,
        name="曾小明",
        phone="13800138000",
        email="Zeng@Example.org",
        identifiers=[("resident", NUMBER)],
    )


def test_a_provisional_caller_takes_one_call_and_is_audited_and_announced():
    party = actions.make_provisional(staff(), phone="0912345678", region="TW")
    assert (party.state, party.name) == ("provisional", "")
    assert EventRow.objects.get(name="party.registered").subject_id == party.id
    assert AuditLine.objects.filter(action="party.registered", subject_id=party.id).exists()


def test_a_name_is_kept_in_the_script_it_was_written_in():
    assert actions.register_person(SYSTEM, name=" 蕭  芳芳 ").name == "蕭 芳芳"
    assert [p.name for p in queries.find("萧 芳芳")] == ["蕭 芳芳"]


@pytest.mark.parametrize(
    "typed",
    [
        "曾小明", "小明", "明", "曾小", "zengxiaoming", "Zeng Xiao", "xiaoming", "zxm", "13800138000",
        "+86 138-0013-8000", "zeng@example.org", "ZENG@EXAMPLE.ORG", NUMBER, "110105491231002", NUMBER.lower(),
    ],
)  # fmt: skip
def test_one_box_finds_a_person_by_whatever_was_typed(zeng, typed):
    PartyFactory(name="林大山")
    assert [p.id for p in queries.find(typed)] == [zeng.id]


@pytest.mark.parametrize(
    "typed", ["", " ", "z", "%", "' OR 1=1 --", "\x00", "小_", "不存在", "a@b.cn", "%%%"]
)
def test_a_text_that_means_nobody_finds_nobody(zeng, typed):
    assert queries.find(typed) == []


def test_an_organisation_is_found_by_two_characters_inside_its_name_in_either_script():
    body = actions.register_organisation(SYSTEM, name="民本市稅務局", is_government=True)
    for typed in ("税务", "稅務", "務局", "swj", "shuiwu"):
        assert [p.id for p in queries.find(typed)] == [body.id]


def test_the_whole_name_comes_before_names_that_hold_it():
    long, exact = PartyFactory(name="王芳芳"), PartyFactory(name="王芳")
    assert [p.id for p in queries.find("王芳")] == [exact.id, long.id]


def test_finding_takes_few_statements_however_many_are_found():
    for _n in range(12):
        PartyFactory(name="王芳")
    with CaptureQueriesContext(
        connection,
    ) as taken:
        assert len(queries.find("王芳", 10)) == 10
    assert len(taken) <= 3


def test_a_number_is_encrypted_and_shown_in_full_only_with_a_reason(zeng):
    row = Identifier.objects.get(party=zeng)
    assert NUMBER.encode() not in bytes(row.cipher)
    clerk = staff(Role.OFFICER)
    with pytest.raises(Invalid) as refused:
        actions.reveal_identifier(clerk, row.id, " ")
    assert "reason" in refused.value.fields
    assert actions.reveal_identifier(clerk, row.id, "court order 12") == NUMBER
    assert ReadLine.objects.get(page="party.identifier").reason == "court order 12"
    with pytest.raises(Refused):
        actions.reveal_identifier(staff(Role.ANALYST), row.id, "curious")


def test_a_number_is_once_on_a_record_but_may_be_on_two(zeng):
    with pytest.raises(Conflict):
        actions.add_identifier(SYSTEM, zeng.id, kind="resident", number="110105491231002")
    other = PartyFactory()
    actions.add_identifier(SYSTEM, other.id, kind="resident", number=NUMBER)
    assert {p.id for p in queries.by_identifier("resident", NUMBER)} == {zeng.id, other.id}


def test_one_contact_of_a_kind_is_preferred_and_its_heir_follows(zeng):
    second = actions.add_contact_point(SYSTEM, zeng.id, kind="phone", value="13900139000")
    assert queries.contact_for(zeng.id, "sms") == "+8613800138000"
    actions.prefer(SYSTEM, second.id)
    assert queries.contact_for(zeng.id, "sms") == "+8613900139000"
    actions.end_contact(SYSTEM, second.id, reason="given to another")
    assert queries.contact_for(zeng.id, "sms") == "+8613800138000"
    assert ContactPoint.objects.filter(party=zeng, kind="phone", preferred=True).count() == 1


def test_an_ended_phone_finds_nobody(zeng):
    actions.end_contact(SYSTEM, zeng.contact_points.get(kind="phone").id)
    assert queries.find("13800138000") == []


def test_the_second_clerk_is_told_who_changed_what(zeng):
    actions.amend(staff(name="李文員"), zeng.id, version=1, name="曾大明")
    with pytest.raises(Conflict) as told:
        actions.amend(staff(), zeng.id, version=1, name="曾中明", language="en")
    assert "李文員" in told.value.message
    assert told.value.fields == {"name": "曾大明"}
    assert [p.id for p in queries.find("大明")] == [zeng.id]


def test_links_gather_a_customer_and_undo_gives_back_exactly_what_was():
    a, b, c, d = (PartyFactory() for _ in range(4))
    actions.link(SYSTEM, a.id, customer_id=b.id, why="same number")
    actions.link(SYSTEM, c.id, customer_id=d.id, why="same number")
    wrong = actions.link(SYSTEM, a.id, customer_id=c.id, why="same name")
    assert set(queries.group_ids(a.id)) == {a.id, b.id, c.id, d.id}
    with pytest.raises(Conflict):
        actions.link(SYSTEM, d.id, customer_id=b.id, why="again")
    actions.unlink(SYSTEM, wrong.id, why="two people")
    assert set(queries.group_ids(a.id)) == {a.id, b.id}
    assert set(queries.group_ids(d.id)) == {c.id, d.id}
    with pytest.raises(Conflict):
        actions.unlink(SYSTEM, wrong.id, why="again")


def test_the_profile_of_a_linked_customer_is_one_statement_and_masks_numbers(zeng):
    caller = actions.make_provisional(SYSTEM, phone="13900139000", name="小明")
    actions.link(SYSTEM, caller.id, customer_id=zeng.id, why="said so")
    firm = actions.register_organisation(SYSTEM, name="小明茶行")
    actions.relate(SYSTEM, zeng.id, kind="owner", to=firm.id)
    actions.add_address(SYSTEM, zeng.id, text="民本市和平路一號")
    actions.record_consent(SYSTEM, zeng.id, purpose="policy", given=True, means="web form")
    with CaptureQueriesContext(connection) as taken:
        whole = queries.profile(caller.id)
    assert len(taken) == 1
    assert whole.ids == (zeng.id, caller.id)
    assert [i["masked"] for i in whole.identifiers] == ["••••002X"]
    assert whole.contact("sms") == "+8613900139000"
    assert whole.contact("mail") == "zeng@example.org"
    assert whole.contact("letter") == "民本市和平路一號"
    assert whole.consent("policy") is True
    assert whole.relationships[0]["other_name"] == "小明茶行"
    with pytest.raises(Missing):
        queries.profile(new_id())


def test_priority_by_law_counts_for_the_whole_customer_within_its_days(zeng):
    day = dt.date(2026, 3, 1)
    caller = PartyFactory()
    actions.link(SYSTEM, caller.id, customer_id=zeng.id, why="said so")
    actions.record_priority(
        staff(), zeng.id, kind="age", basis="老年人權益保障法 art. 58", proof="resident number", since=day
    )
    assert queries.has_statutory_priority([caller.id], day) == {caller.id}
    assert not queries.has_statutory_priority([caller.id], day - dt.timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        actions.record_priority(staff(), zeng.id, kind="rich", basis="", proof="", since=day)
    assert set(refused.value.fields) == {"kind", "basis", "proof"}


def test_consent_is_withdrawn_and_the_yes_stays_as_history(zeng):
    actions.record_consent(SYSTEM, zeng.id, purpose="policy", given=True, means="phone")
    actions.withdraw_consent(SYSTEM, zeng.id, purpose="policy", means="web")
    assert queries.profile(zeng.id).consent("policy") is False
    assert zeng.consents.count() == 2


def test_a_life_event_reported_twice_is_one(zeng):
    day = dt.date(2026, 1, 2)
    first = actions.record_life_event(SYSTEM, zeng.id, kind="birth", day=day, source="register:hospital")
    assert actions.record_life_event(SYSTEM, zeng.id, kind="birth", day=day, source="web") == first
    assert EventRow.objects.filter(name="party.life_event.recorded").count() == 1


def test_an_erased_party_leaves_a_tombstone_and_nothing_to_find(zeng):
    assert actions.export_party(zeng.id)["identifiers"][0]["number"] == NUMBER
    with pytest.raises(Refused):
        actions.erase_party(staff(), zeng.id, "asked")
    actions.erase_party(staff(Role.PROTECTION), zeng.id, "asked by the person")
    zeng.refresh_from_db()
    assert (zeng.state, zeng.name, zeng.name_grams) == ("erased", "", [])
    for typed in ("曾小明", NUMBER, "13800138000"):
        assert queries.find(typed) == []
    with pytest.raises(Conflict):
        actions.amend(SYSTEM, zeng.id, version=zeng.version, name="again")


def test_the_public_changes_only_its_own_party(zeng):
    stranger = Actor(kind=ActorKind.PUBLIC, account_id=new_id())
    with pytest.raises(Refused):
        actions.add_address(stranger, zeng.id, text="somewhere")
    owner = Actor(kind=ActorKind.PUBLIC, account_id=new_id(), party_ids=(zeng.id,))
    assert actions.add_address(owner, zeng.id, text="和平路").party_id == zeng.id


def test_a_linked_record_opens_for_an_account_only_at_real_name_level(zeng):
    account = Account.objects.create_user(email="zeng@example.org", kind="public", name="曾小明")
    actor = Actor(kind=ActorKind.PUBLIC, account_id=account.id)
    own = actions.party_of_account(actor, account)
    assert actions.party_of_account(actor, account) == own
    actions.link(SYSTEM, own.id, customer_id=zeng.id, why="same mail")
    assert own_parties(account) == (own.id,)
    account.assurance = Assurance.REAL_NAME
    assert set(own_parties(account)) == {own.id, zeng.id}


def test_nobody_attaches_a_party_that_another_account_holds(zeng):
    one, two = (Account.objects.create_user(email=f"{n}@example.org", kind="public") for n in "ab")
    actions.attach_account(SYSTEM, zeng.id, account_id=one.id)
    with pytest.raises(Conflict):
        actions.attach_account(SYSTEM, zeng.id, account_id=two.id)
    with pytest.raises(Refused):
        actions.attach_account(Actor(kind=ActorKind.PUBLIC, account_id=two.id), zeng.id, account_id=one.id)


@pytest.mark.parametrize("typed", ["曾小明", "小明", "明", "zengxiao", "zx", "13800138000", "a@b.cn", NUMBER])
def test_every_way_of_finding_has_an_index(zeng, typed):
    """With table scans switched off the planner shows one only where no index can answer."""
    with CaptureQueriesContext(connection) as taken:
        queries.find(typed)
    selects = [q["sql"] for q in taken.captured_queries if q["sql"].startswith("SELECT")]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for statement in selects:
            cursor.execute(f"EXPLAIN {statement}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan" not in plan, plan
