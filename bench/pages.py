"""Every page of the desk and of the public site over HTTP, as those who use it see it: how long the server takes.

The pages are found by following the links (and what pages fetch by themselves) from the first page of each visitor. Of
each address of the routes the slowest one that was met is measured: the one that has most to show.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from minben.cli.console import out, say

from . import clock, serving
from .visitors import Answer, Visitor, visitors

NAME = "pages"
LINK = re.compile(r'(?:<a\b[^>]*\bhref|\bhx-get)="([^"#]+)"')
ENOUGH = 3
"""So many addresses of one route are opened by each visitor: what differs between them is data."""
TIMES = 5
"""Asked so often in each of three runs."""
ASKED_FOR = 0.150
FILES = (".csv", ".xlsx")
"""Written out while they are read: no page."""
ELSEWHERE = ("/static/", "//", "/en/", "/zh-hans/", "/api/", "/practice/")
HEAD = ("page", "seen by", "median ms", "slowest ms", "statements")


@dataclass(frozen=True)
class Met:
    """A page as it was met on the walk."""

    route: str
    address: str
    visitor: Visitor
    seconds: float

    def __str__(self) -> str:
        return f"{NAME}: /{self.route} ({self.visitor.name})"


@dataclass(frozen=True)
class Timed:
    """A page and how long each of its answers took."""

    page: Met
    took: list[float]
    statements: int

    @property
    def median(self) -> float:
        return statistics.median(self.took)

    @property
    def slowest(self) -> float:
        return max(self.took)

    @property
    def cells(self) -> tuple[str, ...]:
        times = (f"{1000 * self.median:.0f}", f"{1000 * self.slowest:.0f}")
        return (f"/{self.page.route}", self.page.visitor.name, *times, str(self.statements))


def show(*, only: str = "") -> None:
    """One line for each page, the slowest first; the last names those above. ``only``: “pages: /desk” and so on."""
    if only and not only.startswith(NAME):
        return
    found = sorted(_measured(only), key=lambda one: -one.median)
    out.print()
    for line in (HEAD, ("---",) * len(HEAD), *(one.cells for one in found)):
        out.print(f"| {' | '.join(line)} |", markup=False)
    say(summed(found))


def summed(found: list[Timed]) -> str:
    """Which pages break the promise; a single slow answer is told of, too."""
    above = [one for one in found if one.median > ASKED_FOR]
    once = [one for one in found if one.median <= ASKED_FOR < one.slowest]
    return (
        f"{len(found)} pages; above {1000 * ASKED_FOR:.0f} ms {_named(above)}; "
        f"only their slowest answer: {_named(once)}"
    )


def _named(pages: list[Timed]) -> str:
    return f"{len(pages)} ({', '.join(f'/{one.page.route}' for one in pages)})" if pages else "none"


def _measured(only: str) -> Iterator[Timed]:
    with serving.server() as port, visitors(port) as people:
        pages = [page for page in _slowest(people) if only in str(page)]
        say(f"  {len(pages)} pages found")
        took: dict[Met, list[float]] = {page: [] for page in pages}
        for _run in range(clock.RUNS):
            for page in pages:
                took[page] += [page.visitor.ask(page.address).seconds for _n in range(TIMES)]
        yield from (Timed(page, took[page], page.visitor.statements(page.address)) for page in pages)


def _slowest(people: list[Visitor]) -> list[Met]:
    """For each route the page that took longest when it was met the second time."""
    found: dict[str, Met] = {}
    for visitor in people:
        for page in _walk(visitor):
            if page.route not in found or page.seconds > found[page.route].seconds:
                found[page.route] = page
    return list(found.values())


def _walk(visitor: Visitor) -> Iterator[Met]:
    opened, seen, waiting = Counter[str](), {visitor.start}, deque([visitor.start])
    while waiting:
        address = waiting.popleft()
        route = _route_of(address)
        opened[route] += 1
        if not route or opened[route] > ENOUGH:
            continue
        first = visitor.ask(address)
        if first.status == 200 and first.text:
            yield Met(_said(route), address, visitor, visitor.ask(address).seconds)
        for link in _links(first, address, visitor.start):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def _route_of(address: str) -> str:
    """The route, and of the steps of a case which one; nothing for what is no address of ours."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    return f"{match.route} {match.kwargs.get('name', '')}".strip() or "."


def _said(route: str) -> str:
    return "" if route == "." else route


def _links(answer: Answer, address: str, start: str) -> list[str]:
    wanted = [answer.goal] if answer.goal else [unescape(link) for link in LINK.findall(answer.text)]
    return [link for one in wanted if _is_of(start, link := urljoin(address, one))]


def _is_of(start: str, link: str) -> bool:
    """The public walk stays in one language and out of the desk; nobody signs out on the way."""
    path = urlsplit(link).path
    if link.startswith(ELSEWHERE) or path.endswith((*FILES, "/sign-out", "/sign-out/")):
        return False
    return path.startswith(start) and (start != "/" or not path.startswith("/desk/"))
