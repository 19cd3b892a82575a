"""What an action may answer instead of doing it. Each message says what to do next, in the reader's language.

The faces turn these into messages at the field, or into problem documents (RFC 9457).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    Text = str | StrPromise
else:
    Text = str | Promise


class Problem(Exception):
    """Base of every expected refusal. ``fields`` holds messages by input field."""

    status = 400
    code = "problem"

    def __init__(self, message: Text, *, fields: Mapping[str, Text] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class Invalid(Problem):
    """The input breaks a rule."""

    status = 422
    code = "invalid"


class Refused(Problem):
    """A policy says no."""

    status = 403
    code = "refused"


class Missing(Problem):
    """There is no such thing, or the caller may not know that there is."""

    status = 404
    code = "missing"


class Conflict(Problem):
    """Somebody else changed it first, or its state does not allow this any more."""

    status = 409
    code = "conflict"


class TooMany(Problem):
    """Tried too often in a short time."""

    status = 429
    code = "too_many"
