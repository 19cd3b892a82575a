"""The application as it was sent: a PDF for whoever may read the case, in their language."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from minben.cases.actions.apply import Applied, apply
from minben.cases.applications.offered import of_service
from minben.cases.applications.sent_copy import sent_copy
from minben.cases.models import Case
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import ReadLine
from minben.foundation.files.actions import store
from minben.foundation.files.models import Document
from tests.factories.catalog import service
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
FILE = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
FORM: list[dict[str, Any]] = [
    {"key": "who", "kind": "name", "label": {"zh-hant": "姓名", "en": "Name"}, "fills": "party.name",
     "section": {"zh-hant": "關於您", "en": "About you"}},
    {"key": "number", "kind": "id_number", "label": {"zh-hant": "身份證號碼", "en": "Identity number"}},
    {"key": "sex", "kind": "choice", "label": {"zh-hant": "狗的性別", "en": "Sex of the dog"},
     "choices": [{"value": "f", "label": {"zh-hant": "母", "en": "female"}}],
     "section": {"zh-hant": "關於狗", "en": "About the dog"}},
    {"key": "photo", "kind": "file", "label": {"zh-hant": "照片", "en": "Photo"}},
]  # fmt: skip


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


@pytest.fixture
def case(town: Town) -> Case:
    made = service("dog-card", form=FORM, department=town.water.code)
    person = Actor(kind=ActorKind.ANONYMOUS, language="zh-hant")
    photo = store(person, SimpleUploadedFile("狗.pdf", FILE))
    given = {"who": "林*小_美 #[x]", "number": "11010519491231002X", "sex": "f", "photo": [str(photo.id)]}
    version = made.versions.get()
    told = apply(person, of_service(version), Applied(given, channel="web"), key="k", region="CN")
    return Case.objects.select_related("jurisdiction", "service_version__service").get(pk=told.case_id)


def lines(case: Case, language: str) -> dict[str, str]:
    with translation.override(language):
        made = sent_copy(case)
    return dict(made.facts) | {label: told for _title, rows in made.answers for label, told in rows}


def test_it_tells_what_was_sent_in_the_language_of_the_reader(case: Case) -> None:
    told = lines(case, "en")
    assert told["Number"] == case.number
    assert told["Name"] == "林*小_美 #[x]"
    assert told["Sex of the dog"] == "female"
    assert told["Sent by"] == told["Applicant"] == "林*小_美 #[x]"
    assert told["Way"] == "Website"
    assert told["Version of the form"] == "dog-card · 1"
    assert lines(case, "zh-hant")["狗的性別"] == "母"
    with translation.override("en"):
        assert [title for title, _rows in sent_copy(case).answers] == ["About you", "About the dog"]


def test_a_number_is_shown_in_part_and_a_file_by_its_digest(case: Case) -> None:
    assert lines(case, "en")["Identity number"] == "••••••••••••••002X"
    (name, _when, _size, digest) = sent_copy(case).files[0]
    assert (name, digest) == ("狗.pdf", hashlib.sha256(FILE).hexdigest())
    assert Document.objects.get().sha256 == digest


def test_the_owner_and_the_officer_open_it_and_both_looks_are_on_record(case: Case, town: Town) -> None:
    owner = Client()
    session = owner.session
    session["claimed_cases"] = [str(case.id)]
    session.save()
    for client, address in (
        (owner, reverse("portal:case_pdf", args=[case.track_token])),
        (sit_down(town.water, Role.OFFICER).client, reverse("desk:sent_copy", args=[case.id])),
    ):
        before = ReadLine.objects.count()
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        assert answer.content.startswith(b"%PDF-")
        assert case.number in answer["Content-Disposition"]
        assert ReadLine.objects.count() == before + 1


def test_nobody_else_opens_it(case: Case, town: Town) -> None:
    assert Client().get(reverse("portal:case_pdf", args=[case.track_token])).status_code == 404
    other = sit_down(town.roads, Role.OFFICER).client
    assert other.get(reverse("desk:sent_copy", args=[case.id])).status_code == 404


def test_what_is_no_application_has_none(case: Case, town: Town) -> None:
    Case.objects.update(kind="enquiry")
    client = sit_down(town.water, Role.OFFICER).client
    assert client.get(reverse("desk:sent_copy", args=[case.id])).status_code == 404
