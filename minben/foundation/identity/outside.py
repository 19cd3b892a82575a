"""Calls to a sign-in provider, held short: https, no address inside our own network, no redirect, seconds, kilobytes.

A provider in one's own network, or one without TLS, must be named in ``MINBEN_OIDC_PRIVATE_HOSTS``. The address that was
checked is the one that is called, so a name that changes its answer in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Invalid

TIMEOUT = httpx.Timeout(5.0, connect=3.0)
LARGEST = 256_000


class Unreachable(Invalid):
    """The provider does not answer, or not as it should."""


def check_address(url: str) -> None:
    """Raises Invalid for an address that we do not call."""
    parts = urlsplit(url)
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        raise Invalid(_("Write an address like https://login.example.org."))
    if parts.scheme != "https" and not _named(parts.netloc):
        raise Invalid(_("A provider must be reached by https."))


def get(url: str, **more: Any) -> dict[str, Any]:
    return _call("GET", url, **more)


def post(url: str, **more: Any) -> dict[str, Any]:
    return _call("POST", url, **more)


def _call(method: str, url: str, **more: Any) -> dict[str, Any]:
    check_address(url)
    parts = urlsplit(url)
    host = parts.hostname or ""
    address = _address_of(host, parts.port or (443 if parts.scheme == "https" else 80), parts.netloc)
    literal = f"[{address}]" if ":" in address else address
    pinned = parts._replace(netloc=literal + (f":{parts.port}" if parts.port else "")).geturl()
    headers = {"Host": parts.netloc, "Accept": "application/json", **more.pop("headers", {})}
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream(
                method, pinned, headers=headers, extensions={"sni_hostname": host}, **more
            ) as answer,
        ):
            return _read(answer)
    except (httpx.HTTPError, ValueError) as error:
        raise _silent() from error


def _read(answer: httpx.Response) -> dict[str, Any]:
    answer.raise_for_status()
    if answer.is_redirect:
        raise ValueError("redirect")
    body = b""
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise ValueError("too large")
    found = httpx.Response(200, content=body).json()
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def _address_of(host: str, port: int, netloc: str) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise _silent() from error
    addresses = [str(entry[4][0]) for entry in found]
    if not _named(netloc) and not all(ipaddress.ip_address(one).is_global for one in addresses):
        raise Unreachable(
            _("This address lies inside a private network. Name the host in MINBEN_OIDC_PRIVATE_HOSTS first.")
        )
    return addresses[0]


def _named(netloc: str) -> bool:
    return netloc in settings.OIDC_PRIVATE_HOSTS or netloc.partition(":")[0] in settings.OIDC_PRIVATE_HOSTS


def _silent() -> Unreachable:
    return Unreachable(_("The sign-in provider does not answer. Try again later, or use another way."))
