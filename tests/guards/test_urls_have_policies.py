"""Every address of the project names a policy that exists (STYLE habit 8)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from minben.foundation.access.policies import all_policies
from minben.foundation.access.scopes import scopes_of

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


def of_machines(entry: URLPattern) -> bool:
    """An address of the API has several operations, each with a policy of its own."""
    return hasattr(entry.callback, "policies")


OPERATIONS = [
    (f"{method} /{path}", policy)
    for path, entry in ALL
    if of_machines(entry)
    for method, policy in entry.callback.policies.items()
]


@pytest.mark.parametrize(("operation", "policy"), OPERATIONS, ids=[name for name, _policy in OPERATIONS])
def test_the_operation_names_a_policy_that_a_scope_opens(operation: str, policy: str | None) -> None:
    assert policy is not None, f"{operation} was not declared with operation(…, policy=…)."
    assert policy in all_policies(), f"{operation} names the policy {policy}, which nobody declared."
    assert policy == "api.open" or scopes_of(policy), f"No scope opens {policy}: nobody can call {operation}."


def test_the_api_has_operations() -> None:
    assert len(OPERATIONS) > 5


PAGES = [(path, entry) for path, entry in ALL if not of_machines(entry)]


@pytest.mark.parametrize(("path", "entry"), PAGES, ids=[path for path, _entry in PAGES])
def test_the_address_names_a_policy(path: str, entry: URLPattern) -> None:
    policy = getattr(entry.callback, "policy", None)
    assert policy is not None, f"/{path} has no @guarded(…)."
    assert policy in all_policies(), f"/{path} names the policy {policy}, which nobody declared."
