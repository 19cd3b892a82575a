"""Which addresses may be asked: the public web, never this house's own network (SSRF)."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = frozenset({80, 443})
Resolve = Callable[[str, int], list[str]]


class NotToBeAsked(Exception):
    """The address leads somewhere that this house does not ask."""


class NoSuchHost(Exception):
    """Nobody has this name."""


@dataclass(frozen=True)
class Target:
    """Where to connect: the very ``ip`` that was checked, so that a name cannot answer otherwise the second time."""

    url: str
    host: str
    ip: str
    port: int


def resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoSuchHost(host) from error
    return [str(entry[4][0]) for entry in found]


def target(url: str, look_up: Resolve = resolve) -> Target:
    """Raises NotToBeAsked unless **every** address behind the name is a public one, on a port of the web."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise NotToBeAsked("not an address") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise NotToBeAsked("only plain web addresses")
    if port not in PORTS:
        raise NotToBeAsked(f"port {port}")
    addresses = look_up(parts.hostname, port)
    private = [address for address in addresses if not _public(address)]
    if private or not addresses:
        raise NotToBeAsked("a private address")
    return Target(url, parts.hostname, addresses[0], port)


def _public(address: str) -> bool:
    found = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    inside = mapped or found
    return inside.is_global and not inside.is_multicast
