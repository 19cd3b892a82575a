"""Every page that a link leads to opens: the public site in three languages, the desk for each role.

The practice city in small (200 people) is walked link by link from its front pages; a page that answers with an
error, and a link that leads nowhere, is named with the page it stands on.
"""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from minben.demo import city
from minben.demo.staffing import DOMAIN, SEATS
from minben.foundation.access.models import Account
from minben.foundation.access.sessions import desk_cookie

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)"')
MOST = 250


@pytest.fixture
def _city() -> None:
    city.build(200)


def links_of(page: str) -> set[str]:
    found = {unescape(link) for link in LINK.findall(page)}
    return {link for link in found if link.startswith(("/", "?")) and not link.startswith("/static/")}


def crawl(client: Client, start: str, *, inside: str, outside: str = "") -> tuple[int, dict[str, str]]:
    """How many pages were opened from ``start``, and what was wrong: {address: status and where it is linked}."""
    seen, waiting, wrong = {start}, deque([(start, "the front")]), {}
    while waiting and len(seen) < MOST:
        address, linked_on = waiting.popleft()
        answer = client.get(address, follow=True)
        if answer.status_code >= 400:
            wrong[address] = f"{answer.status_code}, linked on {linked_on}"
            continue
        if answer.streaming or "text/html" not in answer.get("Content-Type", ""):
            continue
        for link in links_of(answer.content.decode()):
            target = urlsplit(address).path + link if link.startswith("?") else link
            if (
                target.startswith(inside)
                and not (outside and target.startswith(outside))
                and target not in seen
            ):
                seen.add(target)
                waiting.append((target, address))
    return len(seen), wrong


@pytest.mark.usefixtures("_city")
def test_no_link_of_the_public_site_leads_nowhere() -> None:
    for start in ("/", "/zh-hans/", "/en/"):
        opened, wrong = crawl(Client(), start, inside=start, outside="/desk/")
        assert wrong == {}
        assert opened > 100


@pytest.mark.usefixtures("_city")
def test_no_link_of_the_desk_leads_nowhere_for_any_role() -> None:
    broken = {}
    for seat in SEATS:
        client = Client()
        account = Account.objects.get(email=f"{seat.login}@{DOMAIN}")
        client.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
        client.cookies[desk_cookie()] = client.cookies[settings.SESSION_COOKIE_NAME].value
        _opened, wrong = crawl(client, "/desk/", inside="/desk/")
        broken |= {f"{seat.login}: {address}": why for address, why in wrong.items()}
    assert broken == {}
