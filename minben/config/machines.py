"""Machines do not need what only browsers need: no session, no cookie, no form token, no page policy.

What lies behind ``/api/`` is answered here, before those middlewares; what stands before them (hosts and TLS, log
ids) holds for machines too.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import resolve
from django.utils import translation
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from minben.api.replies import problem

PATH = "/api/"
DATA = {"application/json", "application/problem+json"}
"""Never shown as a page, whatever is in it (OWASP ASVS 14.4.2)."""


class MachineDoorMiddleware:
    """Calls what lies behind the address itself, in the language of ``Accept-Language``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PATH):
            return self.get_response(request)
        match = request.resolver_match = resolve(request.path_info)
        with translation.override(_language(request.headers.get("Accept-Language", ""))):
            response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            response = _not_allowed(response)
        response.headers.setdefault("Cache-Control", "no-store")
        if response.headers.get("Content-Type", "").split(";")[0] in DATA:
            response.headers.setdefault("Content-Disposition", 'attachment; filename="minben.json"')
        response.headers.setdefault("Vary", "Accept-Language, Authorization")
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(cast(HttpResponse, response).content)))
        return response


def _not_allowed(response: HttpResponseNotAllowed) -> HttpResponseBase:
    allow = response.headers["Allow"]
    detail = translation.gettext("This address takes %(methods)s.") % {"methods": allow}
    return problem(405, "method", detail, headers={"Allow": allow})


@functools.lru_cache(maxsize=500)
def _language(accepted: str) -> str:
    """The first language that we speak, else the installation's."""
    for code, _weight in parse_accept_lang_header(accepted):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
