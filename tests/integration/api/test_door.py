"""Who is let in, how often, and what every answer has in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from minben.agencies.actions.clients import make_client, revoke_client, rotate_client
from minben.foundation.access import clients
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.models import ApiClient
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Invalid, Refused
from tests.factories.clients import client
from tests.factories.town import Town

from .conftest import Machine

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer mb_wrong", "Basic dXNlcjpwYXNz", "Bearer 王"])
def test_nobody_gets_in_without_a_key(db: None, header: str) -> None:
    refused = Client().get("/api/v1/cases", headers={"Authorization": header} if header else None)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="Minben"'
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert not refused.cookies


def test_a_signed_in_clerk_is_nobody_here(db: None) -> None:
    assert Client().get("/api/v1/cases", headers={"Cookie": "minben_desk=x"}).status_code == 401


def test_only_a_digest_is_kept(town: Town) -> None:
    made = client(town.centre)
    row = ApiClient.objects.values().get()
    assert made.key not in str(row)
    assert row["digest"] == clients.digest_of(made.key)


def test_a_known_key_costs_no_statement(
    machine: Machine, django_assert_num_queries: Callable[..., Any]
) -> None:
    machine.get("/me")
    with django_assert_num_queries(0):
        assert machine.get("/me").status_code == 200


def test_the_last_day_of_use_is_kept(machine: Machine) -> None:
    machine.get("/me")
    assert ApiClient.objects.get().last_used_on == timezone.localdate()


def test_a_revoked_key_stops(town: Town) -> None:
    made = client(town.centre)
    revoke_client(SYSTEM, made.client.id, reason="洩漏")
    clients.forget()
    assert Machine(made.key).get("/me").status_code == 401
    assert AuditLine.objects.filter(action="client.revoked").exists()


def test_an_old_key_stops_after_its_day(town: Town) -> None:
    made = client(town.centre)
    ApiClient.objects.update(expires_on=timezone.localdate() - dt.timedelta(days=1))
    assert Machine(made.key).get("/me").status_code == 401


@pytest.mark.parametrize(("at_once", "status"), [(False, 200), (True, 401)])
def test_the_key_before_works_for_a_day_unless_it_leaked(town: Town, at_once: bool, status: int) -> None:
    made = client(town.centre)
    fresh = rotate_client(SYSTEM, made.client.id, at_once=at_once)
    clients.forget()
    assert Machine(fresh.key).get("/me").status_code == 200
    assert Machine(made.key).get("/me").status_code == status


def test_only_the_system_administrator_makes_clients(town: Town) -> None:
    asked: dict[str, Any] = {
        "name": "x",
        "department_id": town.centre.id,
        "roles": ["agent"],
        "scopes": ["cases:read"],
    }
    with pytest.raises(Refused):
        make_client(town.actor(Role.SUPERVISOR, town.centre), **asked)
    with pytest.raises(Invalid) as wrong:
        make_client(SYSTEM, **{**asked, "roles": ["system"], "scopes": ["all"], "rate": 0, "name": " "})
    assert set(wrong.value.fields) == {"roles", "scopes", "rate", "name"}


def test_too_many_calls_are_told_to_wait(machine_with: Callable[..., Machine]) -> None:
    slow = machine_with(rate=2)
    assert [slow.get("/me").status_code for _call in range(3)] == [200, 200, 429]
    refused = slow.get("/me")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["code"] == "too_many"


def test_wrong_keys_are_counted_by_address(db: None) -> None:
    calls = [Machine("mb_guess").get("/me").status_code for _call in range(61)]
    assert calls[-1] == 429
    assert set(calls[:60]) == {401}


def test_no_answer_sets_a_cookie_or_may_be_kept(machine: Machine) -> None:
    answer = machine.get("/cases")
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/me", "/nothing"])
def test_no_answer_is_shown_as_a_page(machine: Machine, path: str) -> None:
    answer = machine.get(path)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/nothing", "/cases/", "/cases/x/y/z"])
def test_an_address_that_is_none_is_a_problem(machine: Machine, path: str) -> None:
    missing = machine.get(path)
    assert missing.status_code == 404
    assert missing.headers["Content-Type"] == "application/problem+json"


def test_a_method_that_is_none_says_which_are(machine: Machine) -> None:
    refused = machine._client.delete("/api/v1/cases")
    assert refused.status_code == 405
    assert set(refused.headers["Allow"].split(", ")) == {"GET", "POST"}
    assert refused.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accepted", "said"), [("en", "no such address"), ("zh-TW", "查無此位址"), ("xx", "查無")]
)
def test_refusals_speak_the_callers_language(machine: Machine, accepted: str, said: str) -> None:
    assert said in machine.get("/nothing", Accept_Language=accepted).json()["detail"]


def test_a_nul_is_refused(machine: Machine) -> None:
    assert machine.get("/parties", {"text": "a\0"}).status_code == 422
    assert machine.post("/cases", {"kind": "praise", "title": "a\0", "topic": "\0"}).status_code == 422


def test_what_breaks_inside_is_a_problem_without_its_words(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("minben.api.resources.cases.case_rows", broken)
    answer = machine.get("/cases")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()


def test_the_reference_needs_no_key_no_script_and_nothing_from_elsewhere(db: None) -> None:
    page = Client().get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "/api/v1/cases/{case_id}/transitions" in text
    assert "<script" not in text
    assert "//" not in text.replace("://", "")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert Client().get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"
