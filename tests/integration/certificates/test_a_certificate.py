"""From the decision to the paper, the page where anybody checks it, and back."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client

from minben.cases.actions import application
from minben.cases.actions.revoking import revoke_certificate
from minben.cases.applications import awarding
from minben.cases.events import CaseAnswered
from minben.cases.jobs import issue_certificates, order_certificates
from minben.cases.models import Case, CaseDocument, CaseEvent
from minben.certificates import numbers, verifying
from minben.certificates.actions import revoke
from minben.certificates.models import Certificate
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.models import FailedTry
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.files.actions import read
from minben.foundation.files.actions.sweep import sweep_orphans
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.parties import actions as parties
from tests.factories import certificates
from tests.factories.certificates import HOLDER
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def held(town: Town) -> Certificate:
    return awarding.award(certificates.granted(town).id)[0]


def seen(certificate: Certificate, language: str = "en") -> str:
    answer = Client().get(f"/{language}/v/{certificate.token}/")
    assert answer.status_code == 200
    return answer.content.decode()


def heading(certificate: Certificate) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", seen(certificate))
    assert found is not None
    return found.group(1)


def content(certificate: Certificate) -> bytes:
    assert certificate.document is not None
    with read(certificate.document) as file:
        return file.read()


def test_a_granted_application_brings_one_however_often_it_is_told(town: Town) -> None:
    case = certificates.granted(town)
    issue_certificates(str(case.id))
    issue_certificates(str(case.id))
    made = Certificate.objects.get()
    assert (made.case_id, made.output, made.department_id) == (case.id, "water_permit", town.water.id)
    assert numbers.read(made.number) == made.number
    assert CaseDocument.objects.filter(case=case, document_id=made.document_id, public=True).count() == 1
    assert Document.objects.filter(pk=made.document_id, linked_at__isnull=False).exists()
    assert AuditLine.objects.filter(action="certificate.issued", subject_id=made.id).count() == 1


def test_the_news_only_asks_for_the_work(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(issue_certificates, "defer", lambda case_id: asked.append(case_id))
    case = certificates.granted(town)
    order_certificates([CaseAnswered(subject_id=case.id, number=case.number)])
    assert asked == [str(case.id)]
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("spoilt", [{"outcome": "refused"}, {"party": None}, {"kind": "complaint"}])
def test_nothing_is_issued_for_what_was_not_granted_to_somebody(
    town: Town, spoilt: dict[str, object]
) -> None:
    case = certificates.granted(town)
    Case.objects.filter(pk=case.pk).update(**spoilt)
    assert awarding.award(case.id) == []


def test_a_refusal_brings_nothing(town: Town) -> None:
    case = certificates.ready(town)
    application.decide(town.actor(Role.OFFICER, town.water), case.id, outcome="refused", text="不予許可。")
    assert awarding.award(case.id) == []


def test_laying_it_on_the_case_is_no_step_that_somebody_is_told_of(town: Town) -> None:
    case = certificates.granted(town)
    awarding.award(case.id)
    assert Case.objects.get(pk=case.pk).version == case.version


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_anybody_reads_that_it_is_genuine_and_nothing_of_whose_it_is(
    held: Certificate, language: str
) -> None:
    said = seen(held, language)
    case = Case.objects.get(pk=held.case_id)
    assert held.number in said
    assert held.digest in said
    for secret in (HOLDER, case.number, case.track_token, "13800138000"):
        assert secret not in said
    assert heading(held) == "Genuine"


def test_number_and_code_lead_to_the_same_page(held: Certificate) -> None:
    data = {"number": held.number.lower().replace("-", " "), "code": numbers.code_for(held.token).lower()}
    answer = Client().post("/en/verify/", data)
    assert (answer.status_code, answer["Location"]) == (302, f"/en/v/{held.token}/")


def test_every_kind_of_wrong_gets_the_same_answer_and_is_counted(held: Certificate) -> None:
    code, other = numbers.code_for(held.token), numbers.written(2026, 999_999)
    wrong = [(held.number, "AAAAAAAAAA"), (other, code), ("rubbish", code), (held.number, "密")]
    client = Client()
    told = []
    for number, given in wrong:
        answer = client.post("/en/verify/", {"number": number, "code": given})
        told.append((answer.status_code, "do not belong together" in answer.content.decode()))
    assert told == [(422, True)] * len(wrong)
    assert FailedTry.objects.filter(purpose="verify").count() == 2 * len(wrong)


def test_guessing_is_slowed_down(held: Certificate) -> None:
    client = Client()
    for _n in range(10):
        client.post("/en/verify/", {"number": held.number, "code": "AAAAAAAAAA"})
    right = {"number": held.number, "code": numbers.code_for(held.token)}
    assert client.post("/en/verify/", right).status_code == 429


def test_a_token_that_nobody_gave_out_is_no_certificate(held: Certificate) -> None:
    answer = Client().get(f"/en/v/{held.token[:-1]}{'a' if held.token[-1] != 'a' else 'b'}/")
    assert answer.status_code == 404
    assert "There is no such certificate" in answer.content.decode()


def test_it_holds_on_its_last_day_and_not_on_the_next(held: Certificate) -> None:
    assert held.valid_until is not None
    with time_machine.travel(dt.datetime.combine(held.valid_until, dt.time(4), dt.UTC), tick=False):
        assert heading(held) == "Genuine"
    with time_machine.travel(
        dt.datetime.combine(held.valid_until, dt.time(4), dt.UTC) + dt.timedelta(days=1), tick=False
    ):
        assert heading(held) == "Expired"


def test_an_altered_pdf_is_not_genuine(held: Certificate) -> None:
    genuine = content(held)
    assert verifying.is_genuine(held, genuine)
    assert not verifying.is_genuine(held, genuine.replace(b"%PDF-1", b"%PDF-2", 1))
    assert held.document is not None
    with default_storage.open(held.document.path, "wb") as file:
        file.write(genuine + b" ")
    assert heading(held) == "Cannot be confirmed"


def test_a_certificate_does_not_vouch_for_another_ones_pdf(town: Town, held: Certificate) -> None:
    case = Case.objects.get(pk=held.case_id)
    assert case.party is not None
    other = certificates.issued(case, town.water, case.party, output="second")
    assert other.number != held.number
    assert not verifying.is_genuine(other, content(held))


def test_revoked_is_revoked_for_everybody_and_only_the_person_reads_why(
    town: Town, held: Certificate
) -> None:
    case, boss = Case.objects.get(pk=held.case_id), town.actor(Role.SUPERVISOR, town.water)
    revoke_certificate(boss, case, held.id, reason="所附產權證明是偽造的")
    said = seen(held)
    assert heading(held) == "Revoked"
    assert "偽造" not in said
    told = CaseEvent.objects.filter(case_id=case.id, name="write").get()
    assert held.number in told.text
    assert "偽造" in told.text
    assert AuditLine.objects.filter(action="certificate.revoked", subject_id=held.id).count() == 1
    with pytest.raises(Conflict):
        revoke(boss, held.id, reason="再一次")


def test_who_granted_it_may_revoke_it_and_no_colleague(town: Town) -> None:
    officer, colleague = town.actor(Role.OFFICER, town.water), town.actor(Role.OFFICER, town.water)
    held = awarding.award(certificates.granted(town, officer).id)[0]
    for nobody in (colleague, town.actor(Role.SUPERVISOR, town.roads), town.actor(Role.AGENT, town.centre)):
        with pytest.raises(Refused):
            revoke(nobody, held.id, reason="不行")
    with pytest.raises(Invalid):
        revoke(officer, held.id, reason="  ")
    assert revoke(officer, held.id, reason="發錯了").revoked


def test_the_desk_revokes_on_its_page(town: Town, held: Certificate) -> None:
    desk = sit_down(town.water, Role.SUPERVISOR)
    page = desk.client.get(f"/desk/cases/{held.case_id}").content.decode()
    address = f"/desk/cases/{held.case_id}/certificates/{held.id}/revoke"
    assert address in page
    assert desk.client.post(address, {"reason": ""}).status_code == 422
    assert desk.client.post(address, {"reason": "發錯了"}).status_code == 302
    assert Certificate.objects.get().revoked
    assert address not in desk.client.get(f"/desk/cases/{held.case_id}").content.decode()


def test_a_certificate_of_another_case_is_not_revoked_through_this_one(town: Town, held: Certificate) -> None:
    other = certificates.granted_too(town)
    with pytest.raises(Missing):
        revoke_certificate(town.actor(Role.SUPERVISOR, town.water), other, held.id, reason="x")


def test_the_person_downloads_it_from_the_page_of_the_case(held: Certificate) -> None:
    from minben.cases.intake.numbers import code_for

    case, browser = Case.objects.get(pk=held.case_id), Client()
    browser.post("/en/track/", {"number": case.number, "code": code_for(case.track_token)})
    page = browser.get(f"/en/c/{case.track_token}/").content.decode()
    file = f"/en/c/{case.track_token}/files/{held.document_id}/"
    assert file in page
    assert f"/en/v/{held.token}/" in page
    assert b"".join(browser.get(file).streaming_content) == content(held)  # type: ignore[attr-defined]


def test_with_an_erased_person_the_pdf_goes_and_the_paper_can_still_be_checked(held: Certificate) -> None:
    Case.objects.update(status="closed")
    parties.erase_party(SYSTEM, held.party_id, "asked")
    assert not CaseDocument.objects.filter(document_id=held.document_id).exists()
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    assert sweep_orphans(later) == 1
    held.refresh_from_db()
    assert held.document is None
    assert heading(held) == "Genuine"
