"""Whose address a request came from: the proxy's word counts when it is our proxy, and only its last one."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from minben.config.callers import CallerMiddleware

CASES = [
    ("127.0.0.1", "192.0.2.7", "192.0.2.7", "our proxy"),
    (
        "127.0.0.1",
        "10.9.9.9, 192.0.2.7",
        "192.0.2.7",
        "what stands before the last address anybody can write",
    ),
    ("127.0.0.1", "192.0.2.7, 127.0.0.1", "192.0.2.7", "two proxies of ours in a row"),
    ("127.0.0.1", "2001:db8::7", "2001:db8::7", "the long kind of address"),
    ("127.0.0.1", "unknown", "127.0.0.1", "no address"),
    ("127.0.0.1", "192.0.2.7:4711", "127.0.0.1", "an address with a port is none"),
    ("127.0.0.1", "", "127.0.0.1", "nothing"),
    ("127.0.0.1", "127.0.0.1, ::1", "127.0.0.1", "only proxies"),
    ("198.51.100.4", "192.0.2.7", "198.51.100.4", "somebody who is no proxy of ours"),
]


def seen(peer: str, told: str) -> str:
    found: list[str] = []

    def view(request: Any) -> HttpResponse:
        found.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    CallerMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=told))
    return found[0]


@pytest.mark.parametrize(("peer", "told", "expected", "note"), CASES, ids=[case[-1] for case in CASES])
def test_only_a_named_proxy_is_believed(
    settings: Any, peer: str, told: str, expected: str, note: str
) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1", "::1"]
    assert seen(peer, told) == expected


def test_where_no_proxy_is_named_nobody_is_believed(settings: Any) -> None:
    settings.TRUSTED_PROXIES = []
    assert seen("127.0.0.1", "192.0.2.7") == "127.0.0.1"
