"""Transitions, messages, files and ratings over the API."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minben.cases.models import Case, CaseDocument, Interaction
from minben.foundation.access.roles import Role
from minben.foundation.access.scopes import Scope
from minben.foundation.files.models import Document
from tests.factories.cases import closed, make_case
from tests.factories.town import Town

from .conftest import Machine

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)


def test_a_case_moves_by_its_state_table(machine: Machine, town: Town) -> None:
    case = make_case()
    step = {"verb": "dispatch", "department_id": str(town.water.id)}
    moved = machine.post(f"/cases/{case.id}/transitions", step, If_Match='"1"')
    assert moved.status_code == 200, moved.content
    assert moved.json() == {"id": str(case.id), "status": "dispatched", "version": 2}
    assert moved.headers["ETag"] == '"2"'


def test_a_step_needs_the_version_that_was_read(machine: Machine) -> None:
    case = make_case()
    path = f"/cases/{case.id}/transitions"
    assert machine.post(path, {"verb": "accept"}).status_code == 428
    assert machine.post(path, {"verb": "accept"}, If_Match='"7"').status_code == 412
    assert machine.post(path, {"verb": "accept"}, If_Match='"1"').status_code == 200
    assert machine.post(path, {"verb": "accept"}, If_Match='"2"').status_code == 409


def test_a_step_with_a_key_is_done_once(machine: Machine) -> None:
    case = make_case()
    path = f"/cases/{case.id}/transitions"
    first = machine.post(path, {"verb": "hurry"}, If_Match='"1"', Idempotency_Key="h")
    again = machine.post(path, {"verb": "hurry"}, If_Match='"1"', Idempotency_Key="h")
    assert (first.status_code, again.status_code) == (200, 200)
    assert Case.objects.get(pk=case.id).hurries == 1


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ({"verb": "fly"}, ""),
        ({"verb": "refuse"}, "reason"),
        ({"verb": "refuse", "reason": " "}, "reason"),
        ({"verb": "accept", "reason": "?"}, "reason"),
        ({"verb": "dispatch", "department_id": str(uuid.uuid4())}, "department"),
    ],
)
def test_a_step_that_is_none_is_refused(machine: Machine, step: dict[str, Any], field: str) -> None:
    refused = machine.post(f"/cases/{make_case().id}/transitions", step, If_Match='"1"')
    assert refused.status_code == 422, refused.content
    assert field in refused.json()["invalid_params"][0]["name"]


def test_a_step_is_that_of_its_role_and_scope(machine_with: Callable[..., Machine]) -> None:
    case = make_case()
    path = f"/cases/{case.id}/transitions"
    agent = machine_with(Role.AGENT)
    assert agent.post(path, {"verb": "supervise", "text": "急"}, If_Match='"1"').status_code == 403
    writer = machine_with(scopes=[Scope.CASES_READ, Scope.CASES_WRITE])
    assert writer.post(path, {"verb": "accept"}, If_Match='"1"').status_code == 403


@pytest.mark.parametrize("direction", ["in", "out"])
def test_a_message_goes_either_way(machine: Machine, direction: str) -> None:
    case = make_case()
    body = {"text": "已經派人去看。", "direction": direction, "channel": "app"}
    sent = machine.post(f"/cases/{case.id}/messages", body, Idempotency_Key="m")
    assert sent.status_code == 201, sent.content
    assert machine.post(f"/cases/{case.id}/messages", body, Idempotency_Key="m").status_code == 201
    kept = Interaction.objects.filter(case_id=case.id).exclude(kind="intake").get()
    assert (kept.direction, kept.channel) == (direction, "app")
    read = machine.get(f"/cases/{case.id}/interactions").json()["items"]
    assert read[0]["body"] == "已經派人去看。"
    assert machine.get(f"/cases/{case.id}/events").json()["items"][0]["name"] == "write"


def test_a_file_is_kept_and_can_be_read(machine: Machine) -> None:
    case = make_case()
    upload = SimpleUploadedFile("燈.png", PNG, content_type="text/html")
    sent = machine.send(f"/cases/{case.id}/documents", {"files": upload, "public": "false"})
    assert sent.status_code == 201, sent.content
    told = sent.json()["items"][0]
    assert (told["kind"], told["public"], told["from_public"]) == ("image/png", False, False)
    read = machine.get(f"/cases/{case.id}/documents/{told['id']}")
    assert b"".join(read.streaming_content) == PNG
    assert machine.get(f"/cases/{case.id}").json()["documents"] == [told]


def test_a_file_that_is_not_taken_keeps_nothing(machine: Machine) -> None:
    case = make_case()
    page = SimpleUploadedFile("x.png", b"<html><script>", content_type="image/png")
    refused = machine.send(f"/cases/{case.id}/documents", {"files": page})
    assert refused.status_code == 422
    assert refused.json()["invalid_params"][0]["name"] == "file"
    assert CaseDocument.objects.count() == 0
    unknown = machine.send(f"/cases/{case.id}/documents", {"files": page, "secret": "1"})
    assert unknown.json()["invalid_params"][0]["name"] == "secret"


def test_a_file_that_was_not_checked_is_not_handed_out(machine: Machine) -> None:
    case = make_case()
    sent = machine.send(f"/cases/{case.id}/documents", {"files": SimpleUploadedFile("a.png", PNG)}).json()
    Document.objects.update(scan=Document.Scan.WAITING)
    assert machine.get(f"/cases/{case.id}/documents/{sent['items'][0]['id']}").status_code == 403


def test_a_finished_case_is_rated_once(machine: Machine, town: Town) -> None:
    case = closed(town)
    agent = machine
    assert agent.get(f"/cases/{case.id}/rating").status_code == 404
    assert agent.post(f"/cases/{case.id}/rating", {"level": 1}).status_code == 422
    rated = agent.post(f"/cases/{case.id}/rating", {"level": 1, "reasons": ["slow"]})
    assert rated.status_code == 201, rated.content
    assert agent.get(f"/cases/{case.id}/rating").json() == rated.json()
    assert rated.json()["repair"] == "open"
    assert agent.post(f"/cases/{case.id}/rating", {"level": 5}).status_code == 409


def test_an_open_case_is_not_rated(machine: Machine) -> None:
    assert machine.post(f"/cases/{make_case().id}/rating", {"level": 5}).status_code == 409


@pytest.mark.parametrize("path", ["", "/events", "/interactions", "/rating"])
def test_no_such_case(machine: Machine, path: str) -> None:
    assert machine.get(f"/cases/{uuid.uuid4()}{path}").status_code == 404


def test_another_departments_case_takes_no_words(town: Town, machine_with: Callable[..., Machine]) -> None:
    case = make_case()
    water = machine_with(Role.OFFICER, at=town.water)
    for path, body in (
        ("messages", {"text": "?"}),
        ("transitions", {"verb": "accept"}),
    ):
        assert water.post(f"/cases/{case.id}/{path}", body, If_Match='"1"').status_code == 404
    sent = water.send(f"/cases/{case.id}/documents", {"files": SimpleUploadedFile("a.png", PNG)})
    assert sent.status_code == 404
