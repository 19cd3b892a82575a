"""The API described: ``openapi.json``, made from the operations themselves."""

from __future__ import annotations

import functools
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import override

from minben.foundation.access.web import guarded
from minben.foundation.files.taking import in_words

from .replies import JSON, dumps

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'"


@functools.cache
def document() -> dict[str, Any]:
    """The OpenAPI document, in English whoever asks."""
    from .app import PREFIX, api

    with override("en"):
        made = json.loads(dumps(api.get_openapi_schema(path_prefix=f"{PREFIX}/")))
    return _with_problems(made)


def _with_problems(made: dict[str, Any]) -> dict[str, Any]:
    """Problem documents have their own media type."""
    for operations in made["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                if int(status) >= 400 and JSON in content:
                    content["application/problem+json"] = content.pop(JSON)
    return made


@guarded("api.open")
def openapi(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_text(), content_type=JSON)


@guarded("api.open")
def docs(request: HttpRequest) -> HttpResponse:
    """The reference for people: no script, nothing from elsewhere."""
    with override("en"):
        page = _page(in_words())
    return HttpResponse(page, headers={"Content-Security-Policy": POLICY, "Content-Language": "en"})


@functools.lru_cache(maxsize=2)
def _page(_files: str) -> str:
    """Made anew when other files are taken: the page tells it."""
    from .page import lines

    return render_to_string("api/docs.html", {"lines": lines()})


@functools.cache
def _text() -> bytes:
    return dumps(document())
