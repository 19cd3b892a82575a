"""Many cases in one call."""

from __future__ import annotations

import uuid

import pytest

from minben.cases.models import Case

from .conftest import Machine

pytestmark = pytest.mark.django_db


def item(key: str, **fields: object) -> dict[str, object]:
    return {"key": key, "kind": "complaint", "title": f"第 {key} 件", "channel": "app", **fields}


def test_each_item_is_answered_by_itself(machine: Machine) -> None:
    items = [item("1"), item("2", party_id=str(uuid.uuid4())), item("1")]
    sent = machine.post("/cases/batch", {"cases": items})
    assert sent.status_code == 200, sent.content
    told = sent.json()
    assert (told["made"], told["repeated"], told["refused"]) == (1, 1, 1)
    assert [answer["status"] for answer in told["answers"]] == [201, 422, 200]
    assert told["answers"][1]["problem"]["invalid_params"][0]["name"] == "party_id"
    assert Case.objects.count() == 1


def test_a_batch_that_is_sent_again_makes_nothing_twice(machine: Machine) -> None:
    batch = {"cases": [item(str(n)) for n in range(20)]}
    assert machine.post("/cases/batch", batch).json()["made"] == 20
    assert machine.post("/cases/batch", batch).json()["repeated"] == 20


def test_a_wrong_shape_is_named_with_its_place(machine: Machine) -> None:
    refused = machine.post("/cases/batch", {"cases": [item("1"), item("2", kind="?")]})
    assert refused.status_code == 422
    assert refused.json()["invalid_params"][0]["name"] == "cases.1.kind"
    assert Case.objects.count() == 0


def test_an_empty_batch_is_refused(machine: Machine) -> None:
    assert machine.post("/cases/batch", {"cases": []}).status_code == 422


@pytest.mark.parametrize("title", ["\u0085", "\ufeff", "\x7f", " \u3000\n"])
def test_a_title_of_signs_that_nobody_sees_is_refused(machine: Machine, title: str) -> None:
    """What is a space differs from one kind of pattern to another, so the description names them all."""
    refused = machine.post("/cases/batch", {"cases": [item("1", title=title)]})
    assert refused.json()["invalid_params"][0]["name"] == "cases.0.title"
