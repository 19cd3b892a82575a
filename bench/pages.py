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

from . import clock, serving
from .jobs import Result
from .visitors import Answer, Visitor, visitors

NAME = "pages"
LINK = re.compile(r'(?:<a\b[^>]*\bhref|\bhx-get)="([^"#]+)"')
ENOUGH = 3
"""So many addresses of one route are opened by each visitor: what differs between them is data."""
TIMES = 10
"""Asked so often in each of three runs."""
ASKED_FOR = 0.150
FILES = (".csv", ".xlsx")
"""Written out while they are read: no page."""
ELSEWHERE = ("/static/", "//", "/en/", "/zh-hans/", "/api/", "/practice/")


@dataclass(frozen=True)
class Met:
    """A page as it was met on the walk."""

    route: str
    address: str
    visitor: Visitor
    seconds: float

    def __str__(self) -> str:
        return f"{NAME}: /{self.route} ({self.visitor.name})"


def everything(_seconds: float, *, only: str = "") -> Iterator[Result]:
    """The slowest first. ``only`` may be “pages”, or “pages: /desk” and so on."""
    if only and not only.startswith(NAME):
        return
    with serving.server() as port, visitors(port) as people:
        pages = [page for page in _slowest(people) if only in str(page)]
        took = {page: [_run(page) for _n in range(clock.RUNS)] for page in pages}
    yield from (_result(page, runs) for page, runs in sorted(took.items(), key=lambda one: -_p95(one[1])))
    yield _summed(list(took.values()))


def _run(page: Met) -> list[float]:
    return [page.visitor.ask(page.address).seconds for _n in range(TIMES)]


def _p95(runs: list[list[float]]) -> float:
    return statistics.quantiles([took for run in runs for took in run], n=20)[18]


def _result(page: Met, runs: list[list[float]]) -> Result:
    middle = statistics.median(took for run in runs for took in run)
    said = f"median {1000 * middle:.1f} ms, p95 {1000 * _p95(runs):.1f} ms"
    return Result(str(page), said, [len(run) / sum(run) for run in runs], [], f"≤ {1000 * ASKED_FOR:.0f} ms")


def _summed(took: list[list[list[float]]]) -> Result:
    """How many of them keep the promise, by their 95th of a hundred."""
    slow = [runs for runs in took if _p95(runs) > ASKED_FOR]
    said = f"{len(took)} measured, {len(slow)} with p95 above {1000 * ASKED_FOR:.0f} ms"
    return Result(f"{NAME}: all", said, [], [], "none above")


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
