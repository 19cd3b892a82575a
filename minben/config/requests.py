"""What each request gets: an id for log and trail, its case named in the log, its time counted.

The log names the view, never the address: addresses hold tokens and words that people searched for.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponseBase

from . import figures

GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
HEADER = "X-Request-ID"
log = structlog.get_logger("minben.requests")


class RequestMiddleware:
    """The outermost: an id that a proxy gave is kept when it looks like one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        given = _id_of(request)
        structlog.contextvars.bind_contextvars(request_id=given)
        response = self.get_response(request)
        response[HEADER] = given
        _note(request, response.status_code, time.perf_counter() - started)
        return response

    def process_view(self, request: HttpRequest, _view: Any, _arguments: Any, names: dict[str, Any]) -> None:
        if "case_id" in names:
            structlog.contextvars.bind_contextvars(case_id=str(names["case_id"]))


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "")
    return given if GIVEN.fullmatch(given) else str(uuid.uuid4())


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    view = (match.view_name or "unnamed") if match is not None else "none"
    method = request.method if request.method in {"GET", "POST", "PUT", "PATCH", "DELETE"} else "OTHER"
    figures.observe(view, str(method), status, seconds)
    log.info("answered", view=view, method=method, status=status, ms=round(seconds * 1000, 1))
