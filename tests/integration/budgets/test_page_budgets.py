"""Every page of the desk and of the public site: few statements, and the same number however much there is to show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .asking import BY_ROUTE, Page, Seen, look
from .pages_of_the_desk import DESK
from .pages_of_the_site import SITE
from .scene import Scene, grow, make_scene

pytestmark = pytest.mark.django_db
PAGES: tuple[Page, ...] = (*DESK, *SITE)
DOORS = ("healthz", "readyz", "metrics", "api/")
"""Not for people: probes, and the API with budgets of its own."""
FINE = {200, 204, 302}
WRITES_ONLY = 405
MORE = 1.08


@pytest.fixture
def scene(settings: Any, remembered_all_day: None) -> Scene:
    settings.PRACTICE = True
    return make_scene()


def test_every_page_keeps_its_budget_and_needs_no_more_statements_in_a_larger_town(scene: Scene) -> None:
    """All pages in the small town, then all in the large one; what is wrong is told of all of them at once."""
    small = [look(scene.seats[page.seat], page.path(scene)) for page in PAGES]
    grow(scene)
    large = [look(scene.seats[page.seat], page.path(scene)) for page in PAGES]
    pairs = zip(PAGES, small, large, strict=True)
    assert [said for page, before, after in pairs for said in _wrong(page, before, after)] == []


def _wrong(page: Page, before: Seen, after: Seen) -> Iterator[str]:
    few, many = len(before.statements), len(after.statements)
    if before.status not in FINE or after.status != before.status:
        yield f"{page}: answers {before.status}, later {after.status}"
    if many > few or (many < few and not page.fewer):
        yield f"{page}: {few} statements, {many} in the larger town: {sorted(after.statements)}"
    if max(few, many) > page.budget:
        yield f"{page}: {max(few, many)} statements of {page.budget}: {sorted(after.statements)}"
    if page.grows and after.size < before.size * MORE:
        yield f"{page}: shows no more in the larger town, so it proves nothing"


def test_every_page_that_can_be_opened_has_a_budget(scene: Scene) -> None:
    """An address without one must take nothing but writes, for whoever may come in."""
    budgeted, missing = {page.route for page in PAGES}, []
    for route, address in BY_ROUTE.items():
        if route in budgeted or route.startswith(DOORS):
            continue
        path = address.filled(**scene.known)
        asked = path if route.startswith("desk/") else f"/en{path}"
        if WRITES_ONLY not in {client.get(asked).status_code for client in scene.seats.values()}:
            missing.append(route)
    assert missing == []
    assert budgeted <= set(BY_ROUTE)
