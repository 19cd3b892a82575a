"""The client: one method for each thing a machine does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import httpx

from .errors import MinbenError
from .sending import Sender, fresh_key
from .shapes import BatchAnswers, CaseChanged, CaseLine, CaseMade, CaseWhole, PartyLine

Json = dict[str, Any]


class Minben:
    """An installation of Minben, as the client of ``key``. Use it as a context manager, or close it.

    ``language`` is that of refusals: zh-Hant, zh-Hans or en.
    """

    def __init__(
        self,
        address: str,
        *,
        key: str,
        language: str = "zh-Hant",
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._http = httpx.Client(
            base_url=f"{address.rstrip('/')}/api/v1",
            headers={"Authorization": f"Bearer {key}", "Accept-Language": language},
            timeout=timeout,
            transport=transport,
        )
        self._sender = Sender(self._http)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def me(self) -> Json:
        """Which client this key belongs to."""
        return self._get("/me")

    def make_case(self, *, kind: str, title: str, key: str = "", **fields: Any) -> CaseMade:
        """Make a case. ``key`` makes it once also over several runs of your program; else one is made up."""
        body = {"kind": kind, "title": title, **fields}
        return cast(CaseMade, self._post("/cases", body, key=key))

    def make_cases(self, cases: Sequence[Mapping[str, Any]]) -> BatchAnswers:
        """Up to 1,000 cases in one call. Each has a ``key`` of its own and is answered by itself."""
        return cast(BatchAnswers, self._post("/cases/batch", {"cases": list(cases)}))

    def cases(self, *, size: int = 100, **narrowed: Any) -> Iterator[CaseLine]:
        """Every case in scope that fits, page by page."""
        yield from cast(Iterator[CaseLine], self._pages("/cases", {"size": size, **narrowed}))

    def case(self, case_id: str) -> CaseWhole:
        return cast(CaseWhole, self._get(f"/cases/{case_id}"))

    def events(self, case_id: str) -> Iterator[Json]:
        """What happened on a case, newest first."""
        yield from self._pages(f"/cases/{case_id}/events", {})

    def write(self, case_id: str, text: str, *, key: str = "", **fields: Any) -> CaseChanged:
        """Add a message: from the person, or to them with ``direction="out"``."""
        body = {"text": text, **fields}
        return cast(CaseChanged, self._post(f"/cases/{case_id}/messages", body, key=key))

    def move(self, case_id: str, verb: str, *, version: int, key: str = "", **fields: Any) -> CaseChanged:
        """One step of the state table on the version that you read. Raises MinbenError 412 when it changed."""
        body, headers = {"verb": verb, **fields}, {"If-Match": f'"{version}"'}
        path = f"/cases/{case_id}/transitions"
        return cast(CaseChanged, self._post(path, body, key=key, headers=headers))

    def attach(self, case_id: str, *paths: Path, public: bool = True) -> list[Json]:
        """Add files. This one is not sent again by itself: a file has no key."""
        files = [("files", (path.name, path.read_bytes())) for path in paths]
        response = self._http.post(
            f"/cases/{case_id}/documents", files=files, data={"public": str(public).lower()}
        )
        if response.is_error:
            raise MinbenError.of(response)
        return cast(list[Json], response.json()["items"])

    def rate(self, case_id: str, level: int, *, key: str = "", **fields: Any) -> Json:
        """Hand in the person's rating: 5 very satisfied … 1 very dissatisfied."""
        return self._post(f"/cases/{case_id}/rating", {"level": level, **fields}, key=key)

    def find(self, text: str = "", *, identifier: str = "", kind: str = "") -> list[PartyLine]:
        """People and organisations by number, or by name, phone or e-mail."""
        given = {"text": text, "identifier": identifier, "kind": kind}
        found = self._get("/parties", {name: value for name, value in given.items() if value})
        return cast(list[PartyLine], found["items"])

    def whole(self, party_id: str) -> Json:
        """Everything that is known of a customer."""
        return self._get(f"/parties/{party_id}/whole")

    def register(self, name: str, *, key: str = "", **fields: Any) -> str:
        """Register a person or organisation; answers its id."""
        return str(self._post("/parties", {"name": name, **fields}, key=key)["id"])

    def services(self, **narrowed: Any) -> Iterator[Json]:
        yield from self._pages("/services", {"size": 100, **narrowed})

    def service(self, slug: str) -> Json:
        return self._get(f"/services/{slug}")

    def form(self, slug: str) -> Json:
        """The form of a service as a JSON Schema."""
        return self._get(f"/services/{slug}/form")

    def apply(self, slug: str, answers: Mapping[str, Any], *, key: str = "", **fields: Any) -> Json:
        """Apply for a service: its case, or how it waits for a fee or a signature (``waits_for``)."""
        body = {"answers": dict(answers), **fields}
        return self._post(f"/services/{slug}/applications", body, key=key)

    def application(self, token: str) -> Json:
        """How an application stands that waits."""
        return self._get(f"/applications/{token}")

    def propose(self, event: str, answers: Mapping[str, Any], *, language: str = "zh-hant") -> Json:
        """Which services of a life event apply to somebody who answers so, and why."""
        body = {"answers": dict(answers), "language": language}
        return self._sender.send("POST", f"/events/{event}/proposal", json=body)

    def event_form(self, event: str, services: Sequence[str]) -> Json:
        """The one form of some services of a life event as a JSON Schema."""
        return self._get(f"/events/{event}/form", {"services": list(services)})

    def apply_together(
        self, event: str, services: Sequence[str], answers: Mapping[str, Any], *, key: str = "", **fields: Any
    ) -> Json:
        """Apply for some services of a life event with one form: the case of the whole and its ``parts``, or how it waits."""
        body = {"services": list(services), "answers": dict(answers), **fields}
        return self._post(f"/events/{event}/applications", body, key=key)

    def parts(self, case_id: str) -> list[Json]:
        """The parts of an application for several services."""
        return cast(list[Json], self._get(f"/cases/{case_id}/parts")["items"])

    def search(self, text: str, **fields: Any) -> list[Json]:
        return cast(list[Json], self._get("/search", {"text": text, **fields})["items"])

    def _get(self, path: str, query: Mapping[str, Any] | None = None) -> Json:
        return self._sender.send("GET", path, params=dict(query or {}))

    def _post(
        self, path: str, body: Json, *, key: str = "", headers: Mapping[str, str] | None = None
    ) -> Json:
        with_key = {"Idempotency-Key": key or fresh_key(), **(headers or {})}
        return self._sender.send("POST", path, json=body, headers=with_key)

    def _pages(self, path: str, query: Mapping[str, Any]) -> Iterator[Json]:
        cursor: str | None = ""
        while cursor is not None:
            page = self._get(path, {**query, **({"cursor": cursor} if cursor else {})})
            yield from page["items"]
            cursor = page["next"]
