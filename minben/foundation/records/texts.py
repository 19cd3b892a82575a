"""Small pieces of sentences that every room writes the same way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import pgettext


def listed(things: Iterable[Any]) -> str:
    """“a, b, c” as the reader's language writes it: Chinese has a mark of its own for that."""
    return pgettext("between the things of a list", ", ").join(str(thing) for thing in things)
