"""Who looks at the pages: each practice log-in of the city, somebody with a history, and somebody unknown."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client, RequestFactory

from minben.cases.models import Case
from minben.demo.staffing import DOMAIN, SEATS
from minben.foundation.access.actions import sessions
from minben.foundation.access.actions.accounts import public_account_for
from minben.foundation.access.models import Account
from minben.foundation.access.sessions import desk_cookie
from minben.parties.models import ContactPoint, Party

from .replay import statements_of

PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """``seconds`` from the first byte sent to the last one read: the server is on this machine and nobody else asks."""

    status: int
    kind: str
    text: str
    goal: str
    seconds: float


@dataclass(eq=False)
class Visitor:
    """One browser: its cookie, where it begins, and where to ask; a connection for each question."""

    name: str
    start: str
    cookie: str
    line: http.client.HTTPConnection

    def ask(self, address: str) -> Answer:
        headers = {"Cookie": self.cookie, "Accept": "text/html"}
        began = time.perf_counter()
        self.line.request("GET", address, headers=headers)
        answer = self.line.getresponse()
        content = answer.read()
        took = time.perf_counter() - began
        self.line.close()
        kind = answer.getheader("Content-Type", "") or ""
        text = content.decode() if "text/html" in kind else ""
        return Answer(answer.status, kind, text, answer.getheader("Location", "") or "", took)

    def statements(self, address: str) -> int:
        """How many statements the same page sends, answered in this process; caches are warm."""
        browser = Client(SERVER_NAME="127.0.0.1", headers={"Cookie": self.cookie, "Accept": "text/html"})
        browser.get(address)
        return statements_of(lambda: browser.get(address))


@contextmanager
def visitors(port: int) -> Iterator[list[Visitor]]:
    """Signed in for as long as the block lasts."""
    opened = [(name, start, _session(account)) for name, start, account in _accounts()]
    made = [Visitor(name, start, _cookie(start, one), _line(port)) for name, start, one in opened]
    try:
        yield [Visitor("nobody", "/", "", _line(port)), *made]
    finally:
        for _name, _start, request in opened:
            sessions.sign_out(request)


def _accounts() -> Iterator[tuple[str, str, Account]]:
    yield "citizen", "/", _citizen()
    for seat in SEATS:
        account = Account.objects.filter(email=f"{seat.login}@{DOMAIN}").first()
        if account is not None:
            yield seat.login, "/desk/", account


def _citizen() -> Account:
    """Somebody who asked for something, signed in with their own phone."""
    asked = Case.objects.filter(party__contact_points__kind="phone").order_by("-id")[:1].get()
    phone = ContactPoint.objects.filter(party__cases=asked, kind="phone").select_related("party")[:1].get()
    account = public_account_for(phone.value)
    Party.objects.filter(pk=phone.party.pk).update(account=account)
    return account


def _session(account: Account) -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    sessions.admit(request, account, "practice")
    request.session.save()
    return request


def _cookie(start: str, request: HttpRequest) -> str:
    name = desk_cookie() if start == "/desk/" else settings.SESSION_COOKIE_NAME
    return f"{name}={request.session.session_key}"


def _line(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
