"""What a machine may ask for. A client's roles say as whom it acts; its scopes say which policies are open to it.

Each room opens its own policies beside where it declares them. A policy that no scope opens is closed to machines.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    CATALOG_READ = "catalog:read", _("Read services, life events and articles, and search them")
    CASES_READ = "cases:read", _("Read and list cases in the department’s scope")
    CASES_WRITE = "cases:write", _("Make cases, write messages, add files")
    CASES_WORK = "cases:work", _("Move cases from state to state")
    PARTIES_READ = "parties:read", _("Find people and read the whole of a customer, numbers masked")
    PARTIES_WRITE = "parties:write", _("Register people and organisations")
    PARTIES_NUMBERS = "parties:numbers", _("Read identity numbers in full, each with a reason")
    RATINGS_WRITE = "ratings:write", _("Hand in ratings")


_opened: dict[str, set[str]] = {}


def opens(scope: Scope, *policies: str) -> None:
    """Say that ``scope`` opens these policies to machines."""
    for name in policies:
        _opened.setdefault(name, set()).add(str(scope))


def opened(scopes: Iterable[str], policy: str) -> bool:
    """Does one of ``scopes`` open this policy?"""
    return not _opened.get(policy, set()).isdisjoint(scopes)


def scopes_of(policy: str) -> frozenset[str]:
    """The scopes that open a policy: for the reference page."""
    return frozenset(_opened.get(policy, ()))
