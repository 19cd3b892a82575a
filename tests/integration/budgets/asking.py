"""One page of the table: who opens it, with what in its address, and how many statements it may send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.integration.security.addresses import Address, every_address

from .scene import Scene

NOISE = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", 'UPDATE "django_session"')
"""Also the mark of a session that is in use: written once a minute, whatever the page."""
BY_ROUTE: dict[str, Address] = {address.route: address for address in every_address() if address.name}


@dataclass(frozen=True, eq=False)
class Page:
    """``given``: arguments of the address; ``@word`` is what the scene knows under that word.

    ``grows``: shows more in a larger town. ``fewer``: looks further only while little was found.
    """

    route: str
    budget: int
    seat: str
    given: Mapping[str, str]
    query: str = ""
    grows: bool = False
    fewer: bool = False

    def __str__(self) -> str:
        said = " ".join(f"{name}={value}" for name, value in self.given.items())
        return f"/{self.route}{self.query} {said}".strip()

    def path(self, scene: Scene) -> str:
        given = {name: _meant(scene, value) for name, value in self.given.items()}
        path = BY_ROUTE[self.route].filled(**{**scene.known, **given})
        bare = self.route == "display" or self.route.startswith("desk/")
        query = "&".join(_filled(scene, part) for part in self.query.split("&"))
        return f"{path if bare else f'/en{path}'}{query}"


@dataclass(frozen=True)
class Seen:
    status: int
    size: int
    statements: tuple[str, ...]


def work(
    route: str,
    budget: int,
    query: str = "",
    *,
    seat: str = "work",
    grows: bool = False,
    fewer: bool = False,
    **given: str,
) -> Page:
    """A page of the desk, opened by somebody with every role that reads cases."""
    return Page(f"desk/{route}", budget, seat, given, query, grows, fewer)


def public(
    route: str, budget: int, query: str = "", *, seat: str = "public", grows: bool = False, **given: str
) -> Page:
    """A page of the public site, opened by somebody who is signed in."""
    return Page(route, budget, seat, given, query, grows)


def look(client: Client, path: str) -> Seen:
    """The second time: what a process or a session learns once is learnt. The better of two: what is kept for some
    seconds may run out between them.
    """
    client.get(path)
    return min(_seen(client, path), _seen(client, path), key=lambda seen: len(seen.statements))


def _seen(client: Client, path: str) -> Seen:
    with CaptureQueriesContext(connection) as run:
        answer = client.get(path)
        content = _content(answer)
    sent = [str(query["sql"]) for query in run.captured_queries]
    return Seen(answer.status_code, len(content), tuple(sql for sql in sent if not sql.startswith(NOISE)))


def _content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _meant(scene: Scene, value: str) -> Any:
    return scene.known[value[1:]] if value.startswith("@") else value


def _filled(scene: Scene, part: str) -> str:
    name, equals, value = part.partition("=")
    return f"{name}{equals}{_meant(scene, value)}"
