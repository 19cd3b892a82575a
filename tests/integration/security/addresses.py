"""Every address of the project, with something for each of its arguments."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

PLAIN = {"slug": "answer", "str": "answer", "int": "1", "path": "answer", "token": "nobodys-token"}


@dataclass(frozen=True)
class Address:
    """One address: its route, the policy it names, and the names and kinds of its arguments."""

    route: str
    policy: str
    arguments: Mapping[str, str]
    name: str

    def __str__(self) -> str:
        return f"/{self.route}"

    def filled(self, **known: object) -> str:
        """The path; arguments that nobody knows get a key that is nobody's, or a plain word."""
        path = self.route
        for name, kind in self.arguments.items():
            value = known.get(name) or (uuid.uuid4() if kind == "uuid" else PLAIN[kind])
            path = path.replace(f"<{kind}:{name}>", str(value)).replace(f"<{name}>", str(value))
        return f"/{path}"


def every_address() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Address]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, before + str(entry.pattern))
        elif isinstance(entry.pattern, RoutePattern):
            route = before + str(entry.pattern)
            policy = getattr(entry.callback, "policy", "")
            yield Address(route, policy, _arguments(route), entry.name or "")


def _arguments(route: str) -> dict[str, str]:
    parts = [part.split(">")[0] for part in route.split("<")[1:]]
    pairs = [part.split(":") if ":" in part else ["str", part] for part in parts]
    return {name: kind for kind, name in pairs}
