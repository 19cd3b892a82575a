"""From the step to the letter, the page where anybody checks it, and back."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client

from minben.cases.actions import application, handling, routing
from minben.cases.events import CaseAccepted, CaseAnswered, CaseExtended, CaseNotAccepted, SupplementAsked
from minben.cases.intake.numbers import code_for
from minben.cases.jobs import order_letters, write_letter
from minben.cases.letters import issuing, sampling, wording
from minben.cases.letters.facts import facts_of
from minben.cases.letters.kinds import LETTERS
from minben.cases.models import Case, CaseDocument, CaseEvent
from minben.certificates import numbers, verifying
from minben.certificates.models import Certificate
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.events import Event
from minben.foundation.files.actions import read
from minben.foundation.options import held
from minben.foundation.options.actions import change
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from tests.factories import certificates
from tests.factories.cases import make_application, make_case
from tests.factories.certificates import HOLDER
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


def applied(town: Town) -> Case:
    """A new application of somebody with a name."""
    case = make_application(town)
    Case.objects.filter(pk=case.pk).update(party=certificates.holder())
    return Case.objects.get(pk=case.pk)


def accepted(town: Town) -> Case:
    case = applied(town)
    routing.accept(town.actor(Role.OFFICER, town.water), case.id)
    return Case.objects.get(pk=case.pk)


def told(news: type[Event], case: Case, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The jobs that a piece of news asks for."""
    asked: list[dict[str, str]] = []
    monkeypatch.setattr(write_letter, "defer", lambda **given: asked.append(given))
    order_letters([news(subject_id=case.id, number=case.number)])  # type: ignore[call-arg]
    return asked


def run(asked: list[dict[str, str]]) -> Certificate:
    for given in asked:
        write_letter(**given)
    return Certificate.objects.get()


def body(case: Case, made: Certificate) -> str:
    """The words on the paper, made again of the same step."""
    line = CaseEvent.objects.get(pk=UUID(made.output.partition(":")[2]))
    letter = LETTERS[made.kind]
    text = str(wording.texts_of(made.kind)["body"]["zh-hant"])
    return wording.filled(text, facts_of(issuing._written_to(case.id) or case, line, letter))


def test_an_acceptance_brings_one_letter_however_often_it_is_told(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = accepted(town)
    asked = told(CaseAccepted, case, monkeypatch)
    made = run(asked + asked)
    assert (made.kind, made.case_id, made.department_id) == ("acceptance", case.id, town.water.id)
    assert made.number.startswith("L-")
    assert numbers.read(made.number) == f"C{made.number[1:]}"
    assert CaseDocument.objects.filter(case=case, document_id=made.document_id, public=True).count() == 1
    assert AuditLine.objects.filter(action="letter.issued", subject_id=made.id).count() == 1
    assert case.number in body(case, made)


def test_the_news_only_asks_for_the_work(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    case = accepted(town)
    assert [given["letter"] for given in told(CaseAccepted, case, monkeypatch)] == ["acceptance"]
    assert not Certificate.objects.exists()


def test_what_is_missing_is_told_once_and_in_full(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    case = applied(town)
    officer = town.actor(Role.OFFICER, town.water)
    application.ask_supplement(officer, case.id, items=["平面圖", "健康證明"])
    made = run(told(SupplementAsked, case, monkeypatch))
    assert made.kind == "supplement"
    assert "1. 平面圖\n2. 健康證明" in body(case, made)


def test_a_refusal_gives_its_reasons(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    case = applied(town)
    routing.refuse(town.actor(Role.OFFICER, town.water), case.id, reason="不屬於本機關職權範圍。")
    made = run(told(CaseNotAccepted, case, monkeypatch))
    assert made.kind == "refusal"
    assert "不屬於本機關職權範圍。" in body(case, made)


@pytest.mark.parametrize(("outcome", "kind"), [("granted", "granted"), ("refused", "not_granted")])
def test_a_decision_has_the_letter_of_its_outcome(
    town: Town, monkeypatch: pytest.MonkeyPatch, outcome: str, kind: str
) -> None:
    case = certificates.ready(town)
    application.decide(town.actor(Role.OFFICER, town.water), case.id, outcome=outcome, text="理由如下。")
    case.refresh_from_db()
    made = run(told(CaseAnswered, case, monkeypatch))
    assert made.kind == kind
    assert "理由如下。" in body(case, made)


def test_an_extension_names_both_days_and_the_acceptance_keeps_the_first(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = accepted(town)
    handling.extend(town.actor(Role.OFFICER, town.water), case.id, reason="須現場核查。", days=5)
    made = run(told(CaseExtended, case, monkeypatch))
    full = issuing._written_to(case.id)
    assert full is not None
    lines = {line.name: line for line in CaseEvent.objects.filter(case_id=case.id)}
    extension = facts_of(full, lines["extend"], LETTERS["extension"])
    acceptance = facts_of(full, lines["accept"], LETTERS["acceptance"])
    assert made.kind == "extension"
    assert extension["before"] == acceptance["due"] != extension["due"]


def test_nothing_is_written_to_nobody_nor_for_what_is_no_application(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    nameless = make_application(town)
    Case.objects.filter(pk=nameless.pk).update(party=None)
    routing.accept(town.actor(Role.OFFICER, town.water), nameless.id)
    assert told(CaseAccepted, nameless, monkeypatch) == []
    assert told(CaseAccepted, make_case(), monkeypatch) == []


def test_a_letter_that_is_made_by_hand_waits_for_an_officer(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(SYSTEM, "letter_acceptance", {"made": wording.BY_AN_OFFICER})
    case = accepted(town)
    assert told(CaseAccepted, case, monkeypatch) == []
    made = issuing.make(town.actor(Role.OFFICER, town.water), case, "acceptance")
    assert (made.kind, made.words) == ("acceptance", 1)


def test_an_officer_makes_it_once_and_again_only_when_it_was_revoked(town: Town) -> None:
    case, officer = accepted(town), town.actor(Role.OFFICER, town.water)
    first = issuing.make(officer, case, "acceptance")
    with pytest.raises(Conflict):
        issuing.make(officer, case, "acceptance")
    Certificate.objects.filter(pk=first.pk).update(state="revoked", reason="錯字")
    second = issuing.make(officer, case, "acceptance")
    assert (second.edition, second.output) == (2, first.output)
    assert second.number != first.number


def test_only_the_department_of_the_case_makes_it_and_only_of_a_step_that_was_taken(town: Town) -> None:
    case = accepted(town)
    with pytest.raises(Refused):
        issuing.make(town.actor(Role.OFFICER, town.roads), case, "acceptance")
    with pytest.raises(Missing):
        issuing.make(town.actor(Role.OFFICER, town.water), case, "extension")


def test_a_letter_names_the_one_who_took_the_step(town: Town) -> None:
    case = accepted(town)
    line = CaseEvent.objects.get(case_id=case.id, name="accept")
    letter = issuing.write(case.id, "acceptance", line.id)
    assert letter is not None
    assert letter.decided_by == line.actor_id


def test_anybody_checks_it_and_reads_nothing_of_to_whom_it_was_written(town: Town) -> None:
    case = accepted(town)
    made = issuing.make(town.actor(Role.OFFICER, town.water), case, "acceptance")
    client = Client()
    given = {"number": made.number[1:], "code": numbers.code_for(made.token)}
    assert client.post("/en/verify/", given)["Location"] == f"/en/v/{made.token}/"
    said = client.get(f"/en/v/{made.token}/").content.decode()
    assert "This letter was written by us" in said
    assert HOLDER not in said
    assert case.number not in said
    assert made.document is not None
    with read(made.document) as file:
        assert verifying.is_genuine(made, file.read())


def test_the_person_finds_it_on_the_page_of_the_case_and_not_among_the_files(town: Town) -> None:
    case, browser = accepted(town), Client()
    made = issuing.make(town.actor(Role.OFFICER, town.water), case, "acceptance")
    browser.post("/en/track/", {"number": case.number, "code": code_for(case.track_token)})
    page = browser.get(f"/en/c/{case.track_token}/").content.decode()
    assert "Letters to you" in page
    assert page.count(f"/en/c/{case.track_token}/files/{made.document_id}/") == 1


def test_the_desk_previews_and_makes_it(town: Town) -> None:
    case, desk = accepted(town), sit_down(town.water, Role.OFFICER)
    address = f"/desk/cases/{case.id}/letters"
    assert address in desk.client.get(f"/desk/cases/{case.id}").content.decode()
    assert "Not made" in desk.client.get(address).content.decode()
    draft = desk.client.get(f"{address}/acceptance/preview")
    assert draft.content.startswith(b"%PDF-")
    assert not Certificate.objects.exists()
    assert desk.client.post(address, {"letter": "acceptance"}).status_code == 302
    again = desk.client.post(address, {"letter": "acceptance"}, follow=True).content.decode()
    assert "was made already" in again
    assert Certificate.objects.count() == 1
    assert desk.client.post(address, {"letter": "nonsense"}).status_code == 404


def test_a_designer_writes_the_text_and_an_unknown_mark_is_told_at_its_field(town: Town) -> None:
    desk = sit_down(town.water, Role.EDITOR)
    page = desk.client.get("/desk/letters/refusal").content.decode()
    assert "{reason}" in page
    given = {
        "title_en": "Refusal", "title_zh_hant": "不予受理決定書", "body_zh_hant": "{number}{reason}",
        "body_en": "{number} {reason} {salary}", "made": "step", "seen": "0", "reason": "clearer",
    }  # fmt: skip
    wrong = desk.client.post("/desk/letters/refusal", given)
    assert wrong.status_code == 422
    assert re.search(r'id="id_body_en_error"[^>]*>.*\{salary\}', wrong.content.decode())
    right = given | {"body_en": "{number} {reason}"}
    made = desk.client.post("/desk/letters/refusal", right | {"pdf": "en"})
    assert made.content.startswith(b"%PDF-")
    assert wording.version_of("refusal") == 0
    assert desk.client.post("/desk/letters/refusal", right).status_code == 302
    held.forget()
    assert wording.texts_of("refusal")["body"]["en"] == "{number} {reason}"
    assert desk.client.get("/desk/letters/refusal?as=0").status_code == 200


def test_only_designers_open_the_texts(town: Town) -> None:
    desk = sit_down(town.water, Role.OFFICER)
    assert desk.client.get("/desk/letters").status_code == 403
    with pytest.raises(Refused):
        sampling.pdf(desk.actor, "refusal", wording.texts_of("refusal"), "en")


def test_a_sample_with_an_unknown_mark_is_an_error(town: Town) -> None:
    desk = sit_down(town.water, Role.EDITOR)
    with pytest.raises(Invalid):
        sampling.pdf(desk.actor, "refusal", {"title": {"en": "x"}, "body": {"en": "{salary}"}}, "en")
