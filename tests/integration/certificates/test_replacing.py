"""A certificate that is lost or wrong: asked for, replaced or declined, and checked by anybody."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from minben.cases.actions import replacing
from minben.cases.actions.replacing import ask_replacement, decline_replacement, replace_certificate
from minben.cases.applications import awarding
from minben.cases.intake.numbers import code_for
from minben.cases.models import Case, CaseDocument, CaseEvent, ResultDelivery
from minben.certificates import verifying
from minben.certificates.actions import revoke
from minben.certificates.models import Certificate
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.files.actions import read
from minben.foundation.records.errors import Conflict, Invalid, Refused
from minben.processes.models import Task
from tests.factories import certificates
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def held(town: Town) -> Certificate:
    return awarding.award(certificates.granted(town).id)[0]


def case_of(held: Certificate) -> Case:
    return Case.objects.get(pk=held.case_id)


def owner(held: Certificate) -> Actor:
    return Actor(kind=ActorKind.ANONYMOUS, session="s", claimed_cases=frozenset({held.case_id}))


def heading(held: Certificate) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", Client().get(f"/en/v/{held.token}/").content.decode())
    assert found is not None
    return found.group(1)


def replaced(town: Town, held: Certificate) -> Certificate:
    officer = town.actor(Role.OFFICER, town.water)
    return replace_certificate(officer, case_of(held), held.id, ground="lost", reason="持有人遺失")


def test_the_new_one_has_a_new_number_and_the_earlier_one_is_checked_as_replaced(
    town: Town, held: Certificate
) -> None:
    made = replaced(town, held)
    held.refresh_from_db()
    assert made.number != held.number
    assert (made.replaces_id, made.edition, made.output) == (held.id, 2, held.output)
    assert made.valid_until == held.valid_until
    assert (heading(held), heading(made)) == ("Replaced", "Genuine")
    said = Client().get(f"/en/v/{held.token}/").content.decode()
    assert made.number not in said
    assert "遺失" not in said
    assert certificates.HOLDER not in said
    assert made.document is not None
    with read(made.document) as file:
        assert verifying.is_genuine(made, file.read())
    assert CaseDocument.objects.filter(case_id=held.case_id, document_id=made.document_id).exists()
    assert AuditLine.objects.filter(action="certificate.replaced", subject_id=held.id).count() == 1


def test_what_was_replaced_is_neither_replaced_again_nor_revoked(town: Town, held: Certificate) -> None:
    made = replaced(town, held)
    with pytest.raises(Conflict):
        replaced(town, held)
    with pytest.raises(Conflict):
        revoke(town.actor(Role.SUPERVISOR, town.water), held.id, reason="再一次")
    assert replaced(town, made).edition == 3
    assert Certificate.objects.count() == 3


def test_told_again_a_grant_issues_nothing_new(town: Town, held: Certificate) -> None:
    replaced(town, held)
    awarding.award(held.case_id)
    assert Certificate.objects.count() == 2


def test_two_at_once_leave_one_that_holds(town: Town, held: Certificate) -> None:
    """Both read it while it held; the second finds the first one's and changes nothing."""
    stale = Certificate.objects.get(pk=held.pk)
    first = replaced(town, held)
    order = awarding.order_again(case_of(held), stale)
    assert order is not None
    from minben.certificates.actions.replace import replace

    again = replace(town.actor(Role.OFFICER, town.water), stale, order, reason="同時")
    assert again.id == first.id
    assert Certificate.objects.filter(state="issued").count() == 1


def test_a_reason_and_a_ground_are_needed_and_another_department_may_not(
    town: Town, held: Certificate
) -> None:
    officer, case = town.actor(Role.OFFICER, town.water), case_of(held)
    for ground, reason, field in (("lost", " ", "reason"), ("bored", "因為", "ground")):
        with pytest.raises(Invalid) as wrong:
            replace_certificate(officer, case, held.id, ground=ground, reason=reason)
        assert list(wrong.value.fields) == [field]
    stranger = town.actor(Role.OFFICER, town.roads)
    with pytest.raises(Refused):
        replace_certificate(stranger, case, held.id, ground="lost", reason="遺失")
    assert Certificate.objects.count() == 1


def test_the_person_asks_and_the_department_finds_it_in_its_work(town: Town, held: Certificate) -> None:
    ask_replacement(owner(held), held.case_id, held.id, ground="lost", text="上週遺失")
    task = Task.objects.get(subject_id=held.case_id, kind=replacing.TASK)
    assert (task.department_id, task.role, task.due_at is not None) == (town.water.id, Role.OFFICER, True)
    with pytest.raises(Conflict):
        ask_replacement(owner(held), held.case_id, held.id, ground="lost", text="再問一次")
    made = replaced(town, held)
    task.refresh_from_db()
    assert task.state == Task.State.DONE
    told = CaseEvent.objects.get(case_id=held.case_id, name="replace_certificate")
    assert held.number in told.text
    assert made.number in told.text


def test_who_is_declined_reads_why_and_may_ask_again(town: Town, held: Certificate) -> None:
    officer = town.actor(Role.OFFICER, town.water)
    with pytest.raises(Conflict):
        decline_replacement(officer, held.case_id, reason="沒有人問")
    ask_replacement(owner(held), held.case_id, held.id, ground="changed", text="改名")
    decline_replacement(officer, held.case_id, reason="請先辦理變更登記。")
    assert not replacing.asked_for(case_of(held))
    assert held.holds
    ask_replacement(owner(held), held.case_id, held.id, ground="changed", text="已變更")
    assert replacing.asked_for(case_of(held))


def test_what_went_by_post_goes_by_post_again(town: Town, held: Certificate) -> None:
    row = ResultDelivery.objects.create(
        case_id=held.case_id, way="post", state="posted", tracking="XA123456CN", token="t", address="朝陽路"
    )
    replaced(town, held)
    row.refresh_from_db()
    assert (row.state, row.tracking, row.department_id) == ("waiting", "", town.water.id)
    assert row.due_at is not None


def test_pages_of_the_person_and_of_the_desk(town: Town, held: Certificate) -> None:
    case, browser, desk = case_of(held), Client(), sit_down(town.water, Role.OFFICER)
    browser.post("/en/track/", {"number": case.number, "code": code_for(case.track_token)})
    address = f"/en/c/{case.track_token}/certificates/{held.id}/replace/"
    assert address in browser.get(f"/en/c/{case.track_token}/").content.decode()
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"ground": "lost"}).status_code == 422
    assert browser.post(address, {"ground": "lost", "text": "遺失"}).status_code == 302
    page = desk.client.get(f"/desk/cases/{case.id}").content.decode()
    assert "asks for another certificate" in page
    replace = f"/desk/cases/{case.id}/certificates/{held.id}/replace"
    assert replace in page
    assert desk.client.get(f"/desk/cases/{case.id}/replacement/decline").status_code == 200
    assert desk.client.post(replace, {"ground": "lost"}).status_code == 422
    assert desk.client.post(replace, {"ground": "lost", "reason": "遺失"}).status_code == 302
    after = desk.client.get(f"/desk/cases/{case.id}").content.decode()
    made = Certificate.objects.get(replaces=held)
    assert f"Replaced by {made.number}" in after
    assert f"In place of {held.number}" in after
    shown = browser.get(f"/en/c/{case.track_token}/").content.decode()
    assert f"/files/{made.document_id}/" in shown
    assert f"/files/{held.document_id}/" not in shown
