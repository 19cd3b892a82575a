"""Every address of the project names a policy that exists (STYLE habit 8)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from minben.foundation.access.policies import all_policies

WITHOUT: dict[str, str] = {
    "healthz": "a probe: says that the process answers, nothing else",
    "readyz": "a probe: says that the database answers, nothing else",
    "metrics": "numbers without persons, for the machine's own network",
}
"""Addresses that may be without a policy, each with its reason."""


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, path)
        else:
            yield path, entry


ALL = [
    (path, entry) for path, entry in addresses(get_resolver().url_patterns) if path.strip("/") not in WITHOUT
]


@pytest.mark.parametrize(("path", "entry"), ALL, ids=[path for path, _entry in ALL])
def test_the_address_names_a_policy(path: str, entry: URLPattern) -> None:
    policy = getattr(entry.callback, "policy", None)
    assert policy is not None, f"/{path} has no @guarded(…)."
    assert policy in all_policies(), f"/{path} names the policy {policy}, which nobody declared."
