"""Every page that stands: axe finds nothing, nothing sticks out sideways, on a phone can everything be hit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page

from minben.agencies.models import Office
from minben.foundation.access.roles import Role
from minben.foundation.access.sessions import desk_cookie
from tests.factories import cases
from tests.factories.catalog import readable_city
from tests.factories.desk import make_staff, sit_down
from tests.factories.town import make_town

from .conftest import PREFIXES, View

PUBLIC = (
    "/",
    "/events/having-a-baby",
    "/stages/NP_BIRTH",
    "/topics/person/005",
    "/services",
    "/services/whole",
    "/services/passport",
    "/laws/civil-code",
    "/articles/where-to-park",
    "/investment",
    "/offices",
    "/search",
    "/search?q=passport",
    "/search?q=pasport",
    "/search?q=zzqqxx",
    "/display",
    "/no-such-page",
)
SMALL_TARGETS = """() => [...document.querySelectorAll('button, .button, nav a, main input[type=search], select, summary')]
  .filter((item) => item.offsetParent && item.getBoundingClientRect().height < 43.5)
  .filter((item) => !item.closest('.visually-hidden, .skip-link, .filter__chosen'))
  .map((item) => item.outerHTML.slice(0, 120))"""

LONG = ("/", "/events/having-a-baby", "/services/whole", "/services", "/search?q=passport", "/offices")
"""The pages with the most on them: looked at in every width and language, the others once in each."""
WHOLE_VIEWS = [View("phone", "zh-hant"), View("desktop", "en")]
LONG_VIEWS = [View("phone", "en"), View("desktop", "zh-hant"), View("phone", "zh-hans")]
ROUNDS = [(view, PUBLIC) for view in WHOLE_VIEWS] + [(view, LONG) for view in LONG_VIEWS]


def _problems(page: Page, paths: list[str], check: Callable[[Page], None]) -> list[str]:
    """What is wrong on these pages, all of it: one broken page does not hide the next."""
    found = []
    for path in paths:
        page.goto(path)
        try:
            check(page)
        except AssertionError as wrong:
            found.append(str(wrong))
    return found


@pytest.mark.parametrize(("view", "paths"), ROUNDS, ids=[str(view) for view, _paths in ROUNDS])
def test_public_pages_are_for_everybody(
    view: View,
    paths: tuple[str, ...],
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
) -> None:
    readable_city()
    prefix = PREFIXES[view.language]
    assert _problems(open_page(view), [prefix + path for path in paths], assert_accessible) == []


@pytest.mark.parametrize("display", ["large-print", "high-contrast"])
def test_display_preferences_break_no_page(
    display: str, open_page: Callable[..., Page], live: str, assert_accessible: Callable[[Page], None]
) -> None:
    readable_city()
    page = open_page(View("phone", "zh-hant"), "/display")
    page.context.add_cookies([{"name": "minben_display", "value": display, "url": live}])
    assert _problems(page, list(LONG[:4]), assert_accessible) == []
    assert display in str(page.locator("html").get_attribute("class"))


def test_a_thumb_hits_every_control_of_the_public_pages(open_page: Callable[..., Page]) -> None:
    readable_city()
    page = open_page(View("phone", "zh-hant"))
    small = {}
    for path in PUBLIC:
        page.goto(path)
        small[path] = page.evaluate(SMALL_TARGETS)
    assert {path: found for path, found in small.items() if found} == {}


def test_desk_pages_are_for_every_member_of_staff(
    view: View, open_page: Callable[..., Page], live: str, assert_accessible: Callable[[Page], None]
) -> None:
    town = make_town()
    fresh, worked = cases.make_case(), cases.in_progress(town)
    roles = (Role.DISPATCHER, Role.SUPERVISOR, Role.CHECKER, Role.CALLBACK, Role.AGENT)
    page = open_page(view, "/desk/sign-in")
    assert_accessible(page)
    seat = sit_down(town.centre, *roles)
    session = {"name": desk_cookie(), "value": seat.client.cookies[desk_cookie()].value, "url": live}
    language = {"name": settings.LANGUAGE_COOKIE_NAME, "value": view.language, "url": live}
    page.context.add_cookies([session, language])  # type: ignore[list-item]
    paths = ["/desk/", "/desk/?tab=new", "/desk/cases", "/desk/cases?q=zzqqxx", "/desk/dispatch"]
    paths += [f"/desk/cases/{fresh.id}", f"/desk/cases/{worked.id}"]
    assert _problems(page, paths, assert_accessible) == []
    assert "/sign-in" not in page.url


def test_administrators_pages_are_for_every_administrator(
    view: View, open_page: Callable[..., Page], live: str, assert_accessible: Callable[[Page], None]
) -> None:
    town = make_town()
    clerk, hours = make_staff(town.water, Role.OFFICER), {"1": [["09:00", "12:00"], ["13:30", "17:00"]]}
    office = Office.objects.create(department=town.water, code="hall", name={"zh-hant": "大廳"}, hours=hours)
    person, department = f"/desk/staff/{clerk.id}", f"/desk/departments/{town.water.id}"
    paths = {
        Role.SYSTEM: ["/desk/staff/new", person, f"{person}/correct", f"{person}/release", f"{person}/leave"],
        Role.SECURITY: [
            "/desk/staff",
            person,
            f"{person}/let-in",
            "/desk/security",
            "/desk/security/password",
        ],
    }
    paths[Role.SYSTEM] += ["/desk/departments", department, "/desk/departments/new", f"{department}/correct"]
    paths[Role.SYSTEM] += [f"{department}/offices/new", f"/desk/offices/{office.id}"]
    for role, found in paths.items():
        page = open_page(view, "/desk/sign-in")
        session = sit_down(town.government, role).client.cookies[desk_cookie()].value
        page.context.add_cookies([{"name": desk_cookie(), "value": session, "url": live}])
        assert _problems(page, found, assert_accessible) == []
        assert "/sign-in" not in page.url
