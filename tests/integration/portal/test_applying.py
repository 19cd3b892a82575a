"""Applying for a service: its own questions, its materials, its version."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minben.cases.actions.reveal_answer import reveal_answer
from minben.cases.applications.sealing import SEALED, opened
from minben.cases.intake import asking
from minben.cases.models import Case, Draft, Kind
from minben.catalog.models import Material, PublicService, ServiceVersion
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.access.models import Account
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import ReadLine
from minben.foundation.records.errors import Invalid, Missing
from minben.parties.actions import register_person
from minben.parties.models import Identifier, Party
from tests.factories.town import Town

from .conftest import text_of

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
FORM: list[dict[str, Any]] = [
    {"key": "who", "kind": "name", "label": {"en": "Your name"}, "fills": "party.name"},
    {"key": "number", "kind": "id_number", "label": {"en": "Identity number"}, "fills": "party.id_number"},
    {"key": "phone", "kind": "phone", "label": {"en": "Phone"}, "fills": "party.phone"},
    {"key": "married", "kind": "yesno", "label": {"en": "Married?"}},
    {
        "key": "spouse",
        "kind": "name",
        "label": {"en": "Spouse <i>"},
        "help": {"en": "<script>alert(1)</script>"},
        "when": {"key": "married", "is": "yes"},
    },
    {"key": "born", "kind": "date", "label": {"en": "Born on"}},
    {"key": "book", "kind": "file", "label": {"en": "The book"}, "material": "book"},
    {"key": "photo", "kind": "file", "label": {"en": "A photo"}, "material": "photo"},
    {"key": "promise", "kind": "promise", "label": {"en": "It is true"}},
]
GOOD: dict[str, dict[str, Any]] = {
    "who": {"answer": "Wang Xiaoming"},
    "number": {"answer": NUMBER.lower()},
    "phone": {"answer": "138 0013 8000"},
    "married": {"answer": "no"},
    "born": {"answer_0": "1949", "answer_1": "12", "answer_2": "31"},
    "book": {},
    "photo": {},
}


@pytest.fixture
def version(town: Town) -> ServiceVersion:
    service = PublicService.objects.create(jurisdiction=town.jurisdiction, department=town.water, slug="tap")
    made = ServiceVersion.objects.create(
        service=service, number=1, state="draft", name={"en": "A tap", "zh-hant": "水龍頭"}, form=FORM
    )
    Material.objects.create(version=made, code="book", name={"en": "Household book"}, source="20")
    Material.objects.create(version=made, code="photo", name={"en": "Photo"}, source="10", order=1)
    ServiceVersion.objects.filter(id=made.id).update(state="published")
    return made


def begun(browser: Client) -> str:
    answer = browser.post("/en/services/tap/apply/")
    found = re.search(r"/apply/([^/]+)/who/", answer["Location"])
    assert found is not None
    return found.group(1)


def put(browser: Client, token: str, key: str, **data: Any) -> Any:
    return browser.post(f"/en/services/tap/apply/{token}/{key}/", data or GOOD[key])


def filled(browser: Client) -> str:
    token = begun(browser)
    for key in GOOD:
        data = {"files": [SimpleUploadedFile("p.txt", b"photo")]} if key == "photo" else {}
        assert put(browser, token, key, **data).status_code == 302, key
    return token


def applied(browser: Client) -> Case:
    token = filled(browser)
    answer = browser.post(f"/en/services/tap/apply/{token}/check/", {"promise": "yes"})
    assert answer.status_code == 302, text_of(answer)
    return Case.objects.get()


def test_an_application_is_sent_bound_to_its_version_and_department(
    browser: Client, version: ServiceVersion, town: Town
) -> None:
    case = applied(browser)
    assert (case.kind, case.service_version_id, case.department_id) == (
        Kind.APPLICATION,
        version.id,
        town.water.id,
    )
    assert case.answers["who"] == "Wang Xiaoming"
    assert case.answers["born"] == "1949-12-31"
    assert case.documents.get().material == "photo"


def test_the_start_says_what_to_bring_and_what_not(browser: Client, version: ServiceVersion) -> None:
    shown = text_of(browser.get("/en/services/tap/apply/"))
    bring, fetched = shown.index("Photo"), shown.index("Household book")
    assert bring < shown.index("You need not bring this") < fetched


def test_a_question_is_asked_only_when_it_applies(browser: Client, version: ServiceVersion) -> None:
    token = begun(browser)
    for key in ("who", "number", "phone"):
        put(browser, token, key)
    assert put(browser, token, "married", answer="yes")["Location"].endswith("/spouse/")
    assert put(browser, token, "married", answer="no")["Location"].endswith("/born/")


def test_a_mistyped_identity_number_is_refused_at_its_field(browser: Client, version: ServiceVersion) -> None:
    token = begun(browser)
    answer = put(browser, token, "number", answer="110105194912310021")
    assert answer.status_code == 422
    assert "does not fit the others" in text_of(answer)


def test_identity_numbers_rest_encrypted_and_show_masked(browser: Client, version: ServiceVersion) -> None:
    case = applied(browser)
    assert NUMBER not in str(case.answers)
    assert case.answers["number"].endswith("002X")
    assert SEALED in case.answers
    assert opened(case.id, case.answers, "number") == NUMBER
    assert case.party is not None
    assert case.party.identifiers.get().kind == Identifier.Kind.RESIDENT


def test_a_matching_number_makes_a_new_party_and_opens_nothing(
    browser: Client, version: ServiceVersion
) -> None:
    known = register_person(
        SYSTEM, name="Wang Xiaoming", phone="13800138000", identifiers=[("resident", NUMBER)]
    )
    case = applied(browser)
    assert case.party_id != known.id
    assert Party.objects.count() == 2


def test_a_signed_in_applicant_is_the_accounts_own_party(browser: Client, version: ServiceVersion) -> None:
    account = Account.objects.create(kind="public", phone="+8613800138000", assurance="contact")
    browser.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
    case = applied(browser)
    assert case.party is not None
    assert case.party.account_id == account.id
    assert case.party.identifiers.count() == 1


def test_a_material_of_the_government_is_never_demanded(browser: Client, version: ServiceVersion) -> None:
    token = begun(browser)
    assert "You need not bring this" in text_of(browser.get(f"/en/services/tap/apply/{token}/book/"))
    assert put(browser, token, "book").status_code == 302


def test_a_needed_file_is_demanded(browser: Client, version: ServiceVersion) -> None:
    token = begun(browser)
    answer = browser.post(f"/en/services/tap/apply/{token}/photo/")
    assert answer.status_code == 422
    assert "Add a file" in text_of(answer)


def test_nothing_is_sent_without_the_declaration(browser: Client, version: ServiceVersion) -> None:
    token = filled(browser)
    answer = browser.post(f"/en/services/tap/apply/{token}/check/")
    assert answer.status_code == 422
    assert "Tick the box" in text_of(answer)
    assert not Case.objects.exists()


def test_two_presses_make_one_application(browser: Client, version: ServiceVersion) -> None:
    token = filled(browser)
    for _n in range(2):
        browser.post(f"/en/services/tap/apply/{token}/check/", {"promise": "yes"})
    assert Case.objects.count() == 1
    assert Draft.objects.get().data == {}


def test_texts_of_the_catalogue_are_shown_as_text(browser: Client, version: ServiceVersion) -> None:
    token = begun(browser)
    put(browser, token, "married", answer="yes")
    shown = text_of(browser.get(f"/en/services/tap/apply/{token}/spouse/"))
    assert "<script>alert" not in shown
    assert "Spouse &lt;i&gt;" in shown


def test_a_guide_without_a_form_cannot_be_applied_for(browser: Client, version: ServiceVersion) -> None:
    plain = PublicService.objects.create(
        jurisdiction=version.service.jurisdiction, department=version.service.department, slug="plain"
    )
    ServiceVersion.objects.create(service=plain, number=1, state="published", name={"en": "Plain"})
    assert browser.get("/en/services/plain/apply/").status_code == 404
    assert browser.get("/en/services/nothing/apply/").status_code == 404


def test_a_draft_of_one_service_is_no_draft_of_another(browser: Client, version: ServiceVersion) -> None:
    token = begun(browser)
    assert browser.get(f"/en/services/other/apply/{token}/who/").status_code == 404
    assert browser.get(f"/en/ask/{token}/subject/").status_code == 404


def test_a_version_published_in_between_keeps_the_answers(browser: Client, version: ServiceVersion) -> None:
    token = filled(browser)
    ServiceVersion.objects.filter(id=version.id).update(state="superseded")
    newer = ServiceVersion.objects.create(
        service=version.service,
        number=2,
        state="draft",
        name=version.name,
        form=[*FORM[:-1], {"key": "extra", "kind": "text", "label": {"en": "One more"}}, FORM[-1]],
    )
    Material.objects.create(version=newer, code="book", name={"en": "Household book"}, source="20")
    ServiceVersion.objects.filter(id=newer.id).update(state="published")
    assert browser.get(f"/en/services/tap/apply/{token}/check/")["Location"].endswith("/extra/")
    browser.post(f"/en/services/tap/apply/{token}/extra/", {"answer": "yes"})
    browser.post(f"/en/services/tap/apply/{token}/check/", {"promise": "yes"})
    assert Case.objects.get().service_version_id == newer.id


def test_an_officer_opens_a_sealed_number_with_a_reason_only(
    browser: Client, version: ServiceVersion, town: Town
) -> None:
    case = applied(browser)
    officer = town.actor(Role.OFFICER, town.water)
    with pytest.raises(Invalid):
        reveal_answer(officer, case.id, "number", reason=" ")
    with pytest.raises(Missing):
        reveal_answer(town.actor(Role.OFFICER, town.roads), case.id, "number", reason="curious")
    with pytest.raises(Missing):
        reveal_answer(officer, case.id, "who", reason="checking the papers")
    assert reveal_answer(officer, case.id, "number", reason="checking the papers") == NUMBER
    assert ReadLine.objects.get(page="case.answer").reason == "checking the papers"


def test_a_business_applies_through_the_person_who_fills_in_the_form(
    browser: Client, version: ServiceVersion
) -> None:
    asker = asking.Asker(name="Wang", organisation="Lake Tea Ltd", credit_code="91350100M000100Y43")
    made = asking.behind(Actor(kind=ActorKind.ANONYMOUS), asker)
    firm, person = Party.objects.get(id=made.party_id), Party.objects.get(id=made.asked_by_id)
    assert (firm.kind, person.kind) == (Party.Kind.ORGANISATION, Party.Kind.PERSON)
    assert firm.identifiers.get().kind == Identifier.Kind.CREDIT
