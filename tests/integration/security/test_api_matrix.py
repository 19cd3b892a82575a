"""Every operation of the API × every kind of caller (OWASP ASVS 4.1, 4.2, 13.1).

The operations are asked from the API itself, so one that is added tomorrow is looked at without anybody's doing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minben.agencies.actions.clients import revoke_client
from minben.api import limiting
from minben.api.describing import document
from minben.cases.actions import messages
from minben.cases.actions.rating import rate
from minben.cases.models import Case
from minben.foundation.access import clients
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.clients import actor_of_client
from minben.foundation.access.policies import OPEN, get
from minben.foundation.access.roles import CASE_ROLES, Role
from minben.foundation.access.scopes import Scope, scopes_of
from minben.foundation.audit.models import ReadLine
from minben.foundation.files.actions import store
from minben.parties.models import Party
from tests.factories.callers import known_person
from tests.factories.cases import closed, in_progress
from tests.factories.catalog import article
from tests.factories.clients import client
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

from .operations import GOOD, Operation, call, every_operation

pytestmark = pytest.mark.django_db
OPERATIONS = every_operation()
GUARDED = [operation for operation in OPERATIONS if operation.policies != (OPEN,)]
OF_A_CASE = [operation for operation in OPERATIONS if operation.of_a_case]
VERBS = [name.removeprefix("case.") for name in next(o for o in OPERATIONS if o.name == "move_case").policies]
SECRET = "只有水務局知道的事"
EVERY_ROLE = tuple(sorted(CASE_ROLES))
LOOKS = {"audit_readline"}
"""A look leaves its line; that is not a change."""


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    clients.forget()
    limiting.start_anew()
    yield
    clients.forget()


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def party() -> Party:
    return known_person()


@pytest.fixture
def case(town: Town, party: Party) -> Case:
    """The water department's, with a file, about somebody known."""
    found = in_progress(town, title=SECRET, body=SECRET, party_id=party.id)
    officer = town.actor(Role.OFFICER, town.water)
    document = store(officer, SimpleUploadedFile("a.txt", SECRET.encode()))
    messages.attach(officer, found.id, document_ids=[document.id], public=False)
    messages.note(officer, found.id, text=SECRET)
    return found


@pytest.fixture
def known(case: Case, party: Party) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "document_id": case.documents.get().document_id,
        "party_id": party.id,
        "identifier_id": party.identifiers.get().id,
        "slug": "nothing",
        "token": "nothing-here",
    }


def everything() -> dict[str, Any]:
    """How many rows each table has, and what the cases say."""
    counts: dict[str, Any] = {
        model._meta.db_table: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.db_table not in LOOKS
    }
    return counts | {"cases": list(Case.objects.order_by("id").values_list("id", "version", "status"))}


def told(answer: Any) -> str:
    return bytes(answer.getvalue()).decode(errors="replace")


def scopes_for(operation: Operation) -> set[str]:
    return {scope for policy in operation.policies for scope in scopes_of(policy)}


def test_each_operation_has_a_good_call_and_a_scope() -> None:
    writing = {operation.name for operation in OPERATIONS if operation.method != "GET"}
    assert len(OPERATIONS) > 25
    assert writing <= set(GOOD)
    assert [operation.name for operation in GUARDED if not scopes_for(operation)] == []
    assert len(OF_A_CASE) >= 9


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_without_a_good_key_nothing_is_told_and_nothing_changed(
    town: Town, known: dict[str, Any], operation: Operation
) -> None:
    revoked = client(town.water)
    revoke_client(SYSTEM, revoked.client.id, reason="洩漏")
    clients.forget()
    at_desk = sit_down(town.water, Role.SUPERVISOR).client
    before, looks = everything(), ReadLine.objects.count()
    refused = [
        call(operation, "", known),
        call(operation, "mb_wrong", known),
        call(operation, revoked.key, known),
        call(operation, revoked.client.digest, known),
        call(operation, "", known, browser=at_desk),
    ]
    assert [answer.status_code for answer in refused] == [401] * 5
    assert not any(SECRET in told(answer) for answer in refused)
    assert everything() == before
    assert ReadLine.objects.count() == looks


@pytest.mark.parametrize("operation", GUARDED, ids=str)
def test_every_scope_but_its_own_opens_nothing(
    town: Town, known: dict[str, Any], operation: Operation
) -> None:
    others = [scope for scope in Scope if str(scope) not in scopes_for(operation)]
    made = client(town.water, *map(Role, EVERY_ROLE), scopes=others)
    before, looks = everything(), ReadLine.objects.count()
    answer = call(operation, made.key, known)
    assert answer.status_code == 403
    assert answer.json()["code"] == "refused"
    assert SECRET not in told(answer)
    assert everything() == before
    assert ReadLine.objects.count() == looks


@pytest.mark.parametrize("operation", GUARDED, ids=str)
def test_its_own_scope_lets_its_own_department_in(
    town: Town, known: dict[str, Any], operation: Operation
) -> None:
    """The other tests would pass if every key were refused: this one would not."""
    only = [Scope(scope) for scope in scopes_for(operation)]
    needed = [*only, Scope.CASES_READ] if operation.of_a_case else only
    answer = call(operation, client(town.water, *map(Role, EVERY_ROLE), scopes=needed).key, known)
    assert answer.status_code not in {401, 403}, told(answer)
    assert answer.status_code < 500
    not_there = {"slug", "token"} & {word.strip("{}") for word in operation.path.split("/")}
    assert answer.status_code != 404 or not_there or operation.name == "read_rating"


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_role_opens_exactly_what_the_policies_say(town: Town, known: dict[str, Any], role: str) -> None:
    made, wrong = client(town.water, Role(role)), []
    who = actor_of_client(made.client)
    for operation in GUARDED:
        may = any(get(policy).allows(who) for policy in operation.policies)
        status = call(operation, made.key, known).status_code
        if (
            status >= 500
            or (status == 403 and may and operation.name != "move_case")
            or (status < 300 and not may)
        ):
            wrong.append(f"{operation}: {status}, the policies say {may}")
    assert wrong == []


@pytest.mark.parametrize("operation", OF_A_CASE, ids=str)
def test_another_departments_case_does_not_exist(
    town: Town, known: dict[str, Any], operation: Operation
) -> None:
    """Every scope and every role, at the roads department: as if there were no such case at all."""
    made = client(town.roads, *map(Role, EVERY_ROLE))
    before = everything()
    answer = call(operation, made.key, known)
    nobodys = call(operation, made.key, {**known, "case_id": uuid.uuid4()})
    assert (answer.status_code, nobodys.status_code) == (404, 404)
    assert answer.json()["detail"] == nobodys.json()["detail"]
    assert SECRET not in told(answer)
    assert everything() == before
    assert not ReadLine.objects.filter(case_id=known["case_id"], actor_kind="machine").exists()


@pytest.mark.parametrize("verb", VERBS)
def test_no_step_moves_another_departments_case(town: Town, case: Case, verb: str) -> None:
    """Each with whatever it needs, so that the refusal is not about the shape."""
    needs = {
        "reason": "理由說明", "text": "文字", "note": "備註", "basis": "依據", "days": 1, "how": "郵寄", "resolved": "yes",
        "department_id": str(town.roads.id), "assignee_id": None, "into_number": case.number, "outcome": "granted",
        "items": ["一份"], "materials": ["一份"], "question": "何時修？",
    }  # fmt: skip
    fields = {name: needs[name] for name in _fields_of(verb) & needs.keys()}
    machine = Client(headers={"Authorization": f"Bearer {client(town.roads, *map(Role, EVERY_ROLE)).key}"})
    before = everything()
    answer = machine.post(
        f"/api/v1/cases/{case.id}/transitions",
        {"verb": verb, **fields},
        content_type="application/json",
        headers={"If-Match": "*"},
    )
    assert answer.status_code == 404, told(answer)
    assert everything() == before


def _fields_of(verb: str) -> set[str]:
    """What the description says of the step."""
    for shape in document()["components"]["schemas"].values():
        fields = shape.get("properties", {})
        named = fields.get("verb", {})
        if verb in named.get("enum", [named.get("const")]):
            return set(fields) - {"verb"}
    raise AssertionError(verb)


def test_lists_and_finding_hold_nothing_of_another_department(town: Town, case: Case, party: Party) -> None:
    machine = Client(headers={"Authorization": f"Bearer {client(town.roads, *map(Role, EVERY_ROLE)).key}"})
    asked = [
        "/cases",
        f"/cases?department_id={town.water.id}",
        f"/cases?text={SECRET}",
        f"/cases?text={case.number}",
        "/cases?order=due",
        f"/parties?text={SECRET}",
        f"/parties/{party.id}/whole",
        f"/parties/{party.id}/interactions",
        f"/search?text={SECRET}",
    ]
    for path in asked:
        answer = machine.get(f"/api/v1{path}")
        assert answer.status_code == 200, path
        assert SECRET not in told(answer), path
    assert machine.get("/api/v1/cases").json()["items"] == []
    lines = machine.get(f"/api/v1/parties/{party.id}/whole").json()["open_cases"]
    assert [(line["visible"], line["title"]) for line in lines] == [(False, "")]


def test_a_case_is_not_joined_to_another_departments(town: Town, case: Case) -> None:
    """And the refusal is the one for a number that does not exist."""
    own = in_progress(town)
    Case.objects.filter(pk=own.pk).update(status="submitted")
    own.scopes.all().delete()
    own.scopes.create(
        department_id=town.roads.id,
        part="lead",
        state_group="open",
        kind=own.kind,
        status="submitted",
        sort_key=own.id,
    )
    machine = Client(headers={"Authorization": f"Bearer {client(town.roads, *map(Role, EVERY_ROLE)).key}"})
    answers = [
        machine.post(
            f"/api/v1/cases/{own.id}/transitions",
            {"verb": "merge", "into_number": number},
            content_type="application/json",
            headers={"If-Match": "*"},
        )
        for number in (case.number, "MB-2026-999999999-0")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]


def test_a_key_that_another_machine_used_answers_nothing_of_it(town: Town) -> None:
    """Idempotency keys are each caller's own."""
    ours, theirs = client(town.water), client(town.roads)
    calls = [
        Client(headers={"Authorization": f"Bearer {made.key}"}).post(
            "/api/v1/cases",
            {"kind": "complaint", "title": SECRET, "channel": "app"},
            content_type="application/json",
            headers={"Idempotency-Key": "same"},
        )
        for made in (ours, theirs)
    ]
    assert [answer.status_code for answer in calls] == [201, 201]
    assert calls[0].json()["id"] != calls[1].json()["id"]


def test_a_machine_never_reads_the_name_behind_a_confidential_case(town: Town, party: Party) -> None:
    hidden = in_progress(town, privacy="confidential", party_id=party.id)
    machine = Client(headers={"Authorization": f"Bearer {client(town.water, *map(Role, EVERY_ROLE)).key}"})
    for path in (
        f"/cases/{hidden.id}",
        f"/cases/{hidden.id}/events",
        f"/cases/{hidden.id}/interactions",
        "/cases",
    ):
        assert str(party.id) not in told(machine.get(f"/api/v1{path}")), path
    for path in (f"/parties/{party.id}/whole", f"/parties/{party.id}/interactions"):
        assert hidden.number not in told(machine.get(f"/api/v1{path}")), path
        assert str(hidden.id) not in told(machine.get(f"/api/v1{path}")), path


def test_an_article_for_staff_and_a_rating_elsewhere_do_not_exist(town: Town) -> None:
    rated = closed(town)
    rate(SYSTEM, rated.id, level=5, reasons=[], comment=SECRET, channel="web")
    article("for-staff", audience="staff")
    machine = Client(headers={"Authorization": f"Bearer {client(town.roads, *map(Role, EVERY_ROLE)).key}"})
    for path in (f"/cases/{rated.id}/rating", "/articles/for-staff"):
        answer = machine.get(f"/api/v1{path}")
        assert answer.status_code == 404, path
        assert SECRET not in told(answer)
