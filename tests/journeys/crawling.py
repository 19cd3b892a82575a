"""One address for each template of the site, found by walking the links of the practice city as each role."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from minben.demo.staffing import DOMAIN, SEATS
from minben.foundation.access.models import Account
from minben.foundation.access.sessions import desk_cookie

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)"')
ENOUGH = 3
"""So many pages of one view are opened: what differs between them is data."""
NOBODY = ""
Look = Callable[[str, Any], object]


@dataclass(frozen=True)
class Found:
    """A page to look at: who sees it, where, and made by which template."""

    seat: str
    address: str
    template: str

    def __str__(self) -> str:
        return f"{self.template} ({self.seat or 'public'})"


def one_of_each(look: Look | None = None) -> list[Found]:
    """A page for each template, public pages first, then those that a role sees first. ``look`` is shown every answer."""
    found: dict[str, Found] = {}
    _walk(Client(), "/", NOBODY, found, look)
    for seat in SEATS:
        client = Client()
        sign_in(client, seat.login)
        _walk(client, "/desk/", seat.login, found, look)
    return list(found.values())


def every_public_page() -> list[Found]:
    """Every address of the public site that a link leads to; those with a question (“?”) are left to the walk by template."""
    found: list[Found] = []
    client, seen, waiting = Client(), {"/"}, deque(["/"])
    while waiting:
        address = waiting.popleft()
        answer = client.get(address, follow=True)
        if answer.streaming or "text/html" not in answer.get("Content-Type", "") or answer.status_code != 200:
            continue
        found.append(Found(NOBODY, address, next((t.name for t in answer.templates if t.name), "")))
        links = {link for link in _links(answer.content.decode(), address, "/") if "?" not in link}
        waiting.extend(sorted(links - seen))
        seen |= links
    return found


def sign_in(client: Client, login: str) -> str:
    """Sit down at the desk; returns the value of the desk's cookie for a real browser."""
    account = Account.objects.get(email=f"{login}@{DOMAIN}")
    client.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
    client.cookies[desk_cookie()] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return str(client.cookies[desk_cookie()].value)


def _walk(client: Client, start: str, seat: str, found: dict[str, Found], look: Look | None) -> None:
    opened, seen, waiting = Counter[str](), {start}, deque([start])
    while waiting:
        address = waiting.popleft()
        view = _view_of(address)
        opened[view] += 1
        if not view or opened[view] > ENOUGH:
            continue
        answer = client.get(address, follow=True)
        if look is not None:
            look(address, answer)
        if answer.streaming or "text/html" not in answer.get("Content-Type", "") or answer.status_code != 200:
            continue
        name = next((t.name for t in answer.templates if t.name), "")
        found.setdefault(name, Found(seat, address, name))
        for link in _links(answer.content.decode(), address, start):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def _view_of(address: str) -> str:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    return f"{match.view_name} {match.kwargs.get('name', '')}"


def _links(page: str, address: str, start: str) -> list[str]:
    links = [unescape(link) for link in LINK.findall(page)]
    whole = [urlsplit(address).path + link if link.startswith("?") else link for link in links]
    return [link for link in whole if link.startswith(start) and _is_of(start, link)]


def _is_of(start: str, link: str) -> bool:
    """The public walk stays in one language and out of the desk; nobody signs out on the way."""
    if link.startswith(("/static/", "//")) or link.endswith("/sign-out"):
        return False
    return start != "/" or not link.startswith(("/desk/", "/en/", "/zh-hans/", "/practice/"))
