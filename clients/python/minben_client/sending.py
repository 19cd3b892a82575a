"""Sending with patience: no answer, 429 and 503 are tried again; the idempotency key keeps that from doing twice."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any, cast

import httpx

from .errors import MinbenError, NoAnswer

TRIES = 4
LONGEST_WAIT = 60.0
AGAIN = frozenset({429, 502, 503, 504})


def fresh_key() -> str:
    return uuid.uuid4().hex


class Sender:
    """Sends one call until it is answered. ``sleep`` is there for tests."""

    def __init__(self, http: httpx.Client, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._http, self.sleep = http, sleep

    def send(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        """The answer as JSON. Raises MinbenError for a refusal, NoAnswer when none came."""
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            try:
                response = self._http.request(method, path, **given)
            except httpx.TransportError as error:
                if last:
                    raise NoAnswer(f"{method} {path}: {error}") from error
                self.sleep(_pause(attempt))
                continue
            if response.status_code in AGAIN and not last:
                self.sleep(_wait(response, attempt))
                continue
            return _told(response)
        raise NoAnswer(f"{method} {path}")


def _told(response: httpx.Response) -> dict[str, Any]:
    if response.is_error:
        raise MinbenError.of(response)
    return cast(dict[str, Any], response.json())


def _wait(response: httpx.Response, attempt: int) -> float:
    """As long as the server says, when it says so in seconds."""
    said = response.headers.get("Retry-After", "")
    return min(float(said), LONGEST_WAIT) if said.isdecimal() else _pause(attempt)


def _pause(attempt: int) -> float:
    return 0.2 * 4.0**attempt
