"""The Python client against the running API, over a transport within the process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from minben.cases.models import Case, Interaction
from tests.factories.cases import make_case
from tests.factories.parties import PartyFactory

from .conftest import Machine

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "clients" / "python"))
from minben_client import Minben, MinbenError, NoAnswer

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(machine: Machine) -> Minben:
    made = Minben(
        "http://testserver", key=machine.key, language="en", transport=httpx.WSGITransport(app=WSGIHandler())
    )
    made._sender.sleep = lambda _seconds: None
    return made


@pytest.fixture(autouse=True)
def _the_connection_stays(db: None) -> Iterator[None]:
    """The end of a request would close the connection whose transaction the test lives in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_a_case_from_its_making_to_a_step(city: Minben) -> None:
    made = city.make_case(kind="complaint", title="路燈不亮", key="k")
    assert city.make_case(kind="complaint", title="路燈不亮", key="k")["new"] is False
    case = city.case(made["id"])
    moved = city.move(case["id"], "accept", version=case["version"])
    assert moved["status"] == "accepted"
    city.write(case["id"], "還是不亮。")
    assert [event["name"] for event in city.events(case["id"])] == ["write", "accept", "submit"]
    with pytest.raises(MinbenError) as refused:
        city.move(case["id"], "accept", version=1)
    assert refused.value.status == 412


def test_a_list_goes_on_by_itself(city: Minben) -> None:
    made = [str(make_case(title=f"第{n}件").id) for n in range(5)]
    assert [row["id"] for row in city.cases(size=2)] == made[::-1]


def test_refusals_carry_their_fields(city: Minben) -> None:
    with pytest.raises(MinbenError) as refused:
        city.make_case(kind="complaint", title=" ")
    assert (refused.value.status, refused.value.code) == (422, "invalid")
    assert set(refused.value.fields) == {"title"}


def test_people_are_found_and_read(city: Minben) -> None:
    party = PartyFactory(name="林小雯")
    assert [row["id"] for row in city.find("林小雯")] == [str(party.id)]
    assert city.whole(str(party.id))["party"]["name"] == "林小雯"
    assert city.register("陳大文") != str(party.id)


def test_files_and_batches(city: Minben, tmp_path: Path) -> None:
    case = make_case()
    note = tmp_path / "紀錄.txt"
    note.write_text("現場紀錄", encoding="utf-8")
    assert city.attach(str(case.id), note)[0]["kind"] == "text/plain"
    items = [{"key": str(n), "kind": "praise", "title": "謝謝"} for n in range(3)]
    assert city.make_cases(items)["made"] == 3
    assert city.make_cases(items)["repeated"] == 3


def test_a_lost_answer_does_nothing_twice(machine: Machine) -> None:
    """The server did it and the answer was lost: the same key brings the answer of then."""
    inner = httpx.WSGITransport(app=WSGIHandler())
    calls: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        answer = inner.handle_request(request)
        calls.append(request.headers["Idempotency-Key"])
        if len(calls) == 1:
            raise httpx.ReadError("lost")
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.read())

    city = Minben("http://testserver", key=machine.key, transport=httpx.MockTransport(handle))
    city._sender.sleep = lambda _seconds: None
    case = make_case()
    city.write(str(case.id), "一次就好。")
    assert len(calls) == 2
    assert len(set(calls)) == 1
    assert Interaction.objects.filter(case_id=case.id, kind="visit").count() == 1
    assert Case.objects.get(pk=case.id).version == 2


def test_waiting_is_as_long_as_the_server_says() -> None:
    waited: list[float] = []
    answers = [httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(200, json={"id": "x"})]
    city = Minben(
        "http://testserver", key="mb_x", transport=httpx.MockTransport(lambda _call: answers.pop(0))
    )
    city._sender.sleep = waited.append
    assert city.me() == {"id": "x"}
    assert waited == [7.0]


def test_no_answer_at_all_is_said() -> None:
    def handle(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    city = Minben("http://testserver", key="mb_x", transport=httpx.MockTransport(handle))
    city._sender.sleep = lambda _seconds: None
    with pytest.raises(NoAnswer):
        city.me()
