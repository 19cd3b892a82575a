"""What a room declares as personal can be exported and erased."""

from __future__ import annotations

import uuid

import pytest
from django.apps import apps
from django.utils import timezone, translation

from minben.cases.actions import draft
from minben.cases.models import Case, Rating
from minben.channels.models import Message
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.access.models import Account, OneTimeCode, SignIn
from minben.foundation.audit.models import ReadLine
from minben.foundation.events.models import EventRow
from minben.foundation.records import personal
from minben.foundation.records.errors import Conflict
from minben.foundation.records.personal import Personal, undeclared
from minben.parties import actions as parties
from minben.parties.models import Party
from minben.parties.queries import find as parties_found
from tests.factories import cases as make
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db


def test_declared_fields_are_exported_and_emptied_and_the_row_stays():
    account = Account.objects.create(kind="public")
    other = Account.objects.create(kind="public")
    for one in (account, other):
        SignIn.objects.create(
            account=one, succeeded=True, means="code", device="Firefox", address="192.0.2.1"
        )
    held = Personal(SignIn, "account_id", ("device", "address"))
    assert [row["device"] for row in held.exported([account.id])] == ["Firefox"]
    assert held.erased([account.id]) == 1
    kept = SignIn.objects.get(account=account)
    assert (kept.device, kept.address) == ("", None)
    assert SignIn.objects.get(account=other).device == "Firefox"
    assert held.exported([uuid.uuid4()]) == []


def test_a_field_nobody_spoke_about_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(personal, "_held", {})
    assert set(undeclared(SignIn)) >= {"means", "device"}


WORDS = (
    "王小明",
    "wang@example.org",
    "13800138000",
    "+8613800138000",
    "A123456789",
    "路燈",
    "和平路",
    "孩子怕黑",
)


@pytest.fixture
def city() -> Town:
    return make_town()


@pytest.fixture
def person(city: Town) -> Party:
    """Somebody with everything this system can hold of a person."""
    account = Account.objects.create(kind="public", email="wang@example.org", name="王小明")
    SignIn.objects.create(account=account, succeeded=True, means="code", device="Firefox")
    OneTimeCode.objects.create(purpose="sign-in", address="wang@example.org", expires_at=timezone.now())
    party = parties.register_person(SYSTEM, name="王小明", phone="13800138000")
    Party.objects.filter(id=party.id).update(account=account)
    parties.add_identifier(SYSTEM, party.id, kind="taiwan", number="A123456789")
    parties.add_address(SYSTEM, party.id, text="和平路 1 號")
    actor = Actor(kind=ActorKind.PUBLIC, account_id=account.id, party_ids=(party.id,))
    told = {"title": "路燈不亮", "body": "孩子怕黑", "place": "和平路", "party_id": party.id}
    make.closed(city, actor=actor, answers={"id": "A123456789"}, secret_answers={"id": "A123456789"}, **told)
    case = Case.objects.get()
    Rating.objects.create(case=case, level=1, reasons=[], comment="王小明說孩子怕黑", channel="web")
    draft.begin(actor, "ask", {"title": "路燈"})
    Message.objects.create(
        party_id=party.id,
        case_id=case.id,
        template="case_closed",
        kind="service",
        channel="sms",
        address="+8613800138000",
        language="zh-hant",
        body="王小明您好",
    )
    return party


def everything_stored(*, without: tuple[str, ...] = ()) -> str:
    """Every row of every table of ours, as text."""
    rows = []
    for model in apps.get_models():
        if model.__module__.startswith("minben.") and model._meta.label not in without:
            rows += [str(list(row.values())) for row in model._default_manager.values()]
    return "\n".join(rows)


def test_the_copy_of_a_person_holds_everything_and_is_on_record(person: Party):
    found = parties.export_person(SYSTEM, person.id, reason="asked")
    text = str(found)
    assert [word for word in WORDS if word not in text] == []
    assert ReadLine.objects.get(page="party.export").subject_ids == [person.id]


def test_nothing_of_an_erased_person_is_left_anywhere_and_the_tombstones_stay(city: Town, person: Party):
    assert [word for word in WORDS if word not in everything_stored()] == ["A123456789"], "sealed already"
    before = Case.objects.get()
    parties.erase_party(SYSTEM, person.id, "asked")
    text = everything_stored()
    assert [word for word in WORDS if word in text] == []
    after = Case.objects.get()
    assert (after.number, after.kind, after.status, after.party_id) == (
        before.number,
        before.kind,
        before.status,
        person.id,
    )
    assert Rating.objects.get().level == 1
    assert parties_found("王小明") == []
    assert EventRow.objects.filter(name="party.erased", subject_id=person.id).count() == 1
    exported = str(parties.export_person(SYSTEM, person.id))
    assert [word for word in WORDS if word in exported] == []


def test_the_account_of_an_erased_person_opens_nothing(person: Party):
    parties.erase_party(SYSTEM, person.id, "asked")
    account = Account.objects.get(kind="public")
    assert (account.is_active, account.email, account.name) == (False, None, "")


def test_an_account_that_somebody_else_uses_too_stays(person: Party):
    account = Account.objects.get(kind="public")
    child = Party.objects.create(kind="person", name="王小華", account=account)
    parties.erase_party(SYSTEM, person.id, "asked")
    account.refresh_from_db()
    assert account.is_active
    assert list(account.parties.values_list("id", flat=True)) == [child.id]


def test_nobody_is_erased_while_a_request_is_worked_on(city: Town):
    party = parties.register_person(SYSTEM, name="王小明")
    make.dispatched(city, party_id=party.id)
    with translation.override("en"), pytest.raises(Conflict, match="still being worked on"):
        parties.erase_party(SYSTEM, party.id, "asked")
    party.refresh_from_db()
    assert party.name == "王小明"


def test_records_joined_to_one_customer_go_together(city: Town):
    one, other = (parties.register_person(SYSTEM, name=name) for name in ("王小明", "王曉明"))
    parties.link(SYSTEM, other.id, customer_id=one.id, why="same number")
    parties.erase_party(SYSTEM, one.id, "asked")
    assert set(Party.objects.values_list("name", "state")) == {("", "erased")}


def test_a_confidential_request_is_exported_and_erased_behind_its_seal(city: Town):
    party = parties.register_person(SYSTEM, name="王小明")
    case = make.make_case(privacy="confidential", party_id=party.id, body="孩子怕黑")
    Case.objects.filter(id=case.id).update(status="closed")
    assert "孩子怕黑" in str(parties.export_person(SYSTEM, party.id))
    parties.erase_party(SYSTEM, party.id, "asked")
    assert Case.objects.get().body == ""
