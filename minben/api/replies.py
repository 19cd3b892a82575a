"""What goes back: plain rows as JSON, pages, and problem documents (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from minben.foundation.audit.trail import request_id
from minben.foundation.records.errors import Text
from minben.foundation.records.keyset import Page

JSON = "application/json"
PROBLEM = "application/problem+json"
TITLES = {
    400: "The request cannot be read",
    401: "A key is needed",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    409: "It does not fit what is there",
    412: "It was changed meanwhile",
    413: "Too large",
    415: "Not this kind of content",
    422: "The input breaks a rule",
    428: "Say which version you read",
    429: "Too many requests",
    500: "Something went wrong here",
}


def _plain(value: Any) -> Any:
    """What orjson does not know: texts that are translated when they are read, and strings with more to say."""
    if isinstance(value, Promise | str):
        return str.__str__(value) if isinstance(value, str) else str(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer.")


def dumps(data: Any) -> bytes:
    return orjson.dumps(data, default=_plain, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def reply(data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return HttpResponse(dumps(data), content_type=JSON, status=status, headers=dict(headers or {}))


def page_reply(page: Page[Any], items: list[Any]) -> HttpResponse:
    """One page: ``next`` and ``previous`` are cursors, null where there is no page."""
    return reply({"items": items, "next": page.next or None, "previous": page.previous or None})


def problem(
    status: int,
    code: str,
    detail: Text,
    *,
    fields: Mapping[str, Text] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A problem document."""
    body = problem_row(status, code, detail, fields or {})
    return HttpResponse(dumps(body), content_type=PROBLEM, status=status, headers=dict(headers or {}))


def problem_row(status: int, code: str, detail: Text, fields: Mapping[str, Text]) -> dict[str, Any]:
    """``invalid_params`` names each field that breaks a rule, and why."""
    return {
        "type": f"urn:minben:problem:{code}",
        "title": TITLES.get(status, "Problem"),
        "status": status,
        "code": code,
        "detail": str(detail),
        "request_id": request_id(),
        "invalid_params": [{"name": name, "reason": str(reason)} for name, reason in fields.items()],
    }


def etag(version: int) -> str:
    return f'"{version}"'


def not_modified(request: HttpRequest, version: int) -> HttpResponse | None:
    """304 when the caller holds this version already."""
    held = request.headers.get("If-None-Match", "")
    if held and etag(version) in {part.strip().removeprefix("W/") for part in held.split(",")}:
        return HttpResponse(status=304, headers={"ETag": etag(version)})
    return None
