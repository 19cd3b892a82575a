"""The hot calls over HTTP: key, policy, validation, audit and news included, eight clients at once."""

from __future__ import annotations

import itertools
import secrets
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import urlencode

from minben.cases.models import CaseScope
from minben.foundation import keys
from minben.foundation.records.keyset import encode_cursor
from minben.parties.models import Identifier, Party

from . import clock, loader, serving, stepping
from .jobs import BODY, DEEP, TITLE, Result, people_left_alone
from .loader import Load, request

BATCH = 200


def everything(seconds: float, *, only: str = "") -> Iterator[Result]:
    """Each measured three times against one server; the bare numbers stand in the lines measured in process."""
    with serving.machine() as key:
        calls = [call for call in _calls(key) if only in f"HTTP: {call[0]}"]
        if not calls:
            return
        with serving.server() as port:
            for name, make, target, each in calls:
                if isinstance(make, _Signing):
                    make.prepare()
                loader.load(port, make, min(seconds, 1.0))
                found = [loader.load(port, make, seconds) for _run in range(clock.RUNS)]
                yield _result(name, found, target, each)


def _result(name: str, found: list[Load], target: str, each: int) -> Result:
    middle = sorted(found, key=lambda one: one.rate)[len(found) // 2]
    wrong = sum(n for one in found for status, n in one.statuses.items() if status >= 400)
    said = f"{wrong} refused" if wrong else f"p50 {middle.p50:.1f} ms, p95 {middle.p95:.1f} ms"
    return Result(f"HTTP, 8 clients: {name}", said, [each * one.rate for one in found], [], target)


def _calls(key: str) -> Iterator[tuple[str, Callable[[], bytes], str, int]]:
    people, others = _people(), itertools.cycle(people_left_alone())
    yield "create a case", lambda: _create(key, next(people)), "≥ 600/s", 1
    yield f"cases in batches of {BATCH}", lambda: _batch(key, people), "≥ 4,000/s", BATCH
    yield "whole person", lambda: _whole(key, next(others)), "≥ 400/s", 1
    for where, cursor in _places():
        asked = urlencode({"group": "done", "size": 20, **cursor})
        yield f"newest 20, {where}", partial(request, "GET", f"/api/v1/cases?{asked}", key), "≥ 500/s", 1
    yield "sign for an order", _Signing(key), "≥ 100/s", 1
    numbers = itertools.cycle(_numbers())
    yield "find by id number", lambda: _find(key, next(numbers)), "≥ 1,000/s", 1


class _Signing:
    """A step through the engine, with its version and all that it writes. Made ready before the load, not by it."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.ready: stepping.Ready | None = None

    def prepare(self) -> None:
        self.ready = stepping.Ready()

    def __call__(self) -> bytes:
        assert self.ready is not None
        path = f"/api/v1/cases/{self.ready.next()}/transitions"
        return request("POST", path, self.key, {"verb": "sign"}, {"If-Match": '"2"'})


def _people() -> Iterator[str]:
    rows = Party.objects.filter(kind="person").values_list("id", flat=True)[:5000]
    return itertools.cycle([str(row) for row in rows])


def _case(person: str) -> dict[str, str]:
    return {"kind": "complaint", "title": TITLE, "body": BODY, "party_id": person}


def _create(key: str, person: str) -> bytes:
    headers = {"Idempotency-Key": secrets.token_hex(16)}
    return request("POST", "/api/v1/cases", key, _case(person), headers)


def _batch(key: str, people: Iterator[str]) -> bytes:
    items = [_case(next(people)) | {"key": secrets.token_hex(16)} for _n in range(BATCH)]
    return request("POST", "/api/v1/cases/batch", key, {"cases": items})


def _whole(key: str, person: uuid.UUID) -> bytes:
    return request("GET", f"/api/v1/parties/{person}/whole", key)


def _places() -> Iterator[tuple[str, dict[str, str]]]:
    yield "first page", {}
    centre = serving.centre()
    rows = CaseScope.objects.filter(department_id=centre.id, state_group="done").order_by("-sort_key", "-id")
    depth = min(DEEP, rows.count() - 100)
    key, row = rows.values_list("sort_key", "id")[depth]
    yield f"after {depth:,} cases", {"cursor": encode_cursor([key, row], False)}


def _numbers() -> list[str]:
    rows = Identifier.objects.filter(kind="resident")[:500]
    return [
        keys.decrypt(bytes(row.cipher), model="parties.Identifier", field="cipher", row_id=row.id)
        for row in rows
    ]


def _find(key: str, number: str) -> bytes:
    return request("GET", f"/api/v1/parties?{urlencode({'identifier': number, 'kind': 'resident'})}", key)
