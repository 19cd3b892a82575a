"""The API as one object: its rooms, and how each refusal becomes a problem document."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from minben.foundation.records.errors import Missing, Problem

from .limiting import TooFast
from .replies import problem
from .resources import (
    applications,
    batch,
    bundles,
    cases,
    catalog,
    contacts,
    ratings,
    transitions,
    waiting,
    words,
)

log = logging.getLogger(__name__)
PREFIX = "api/v1"


class FastParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        return orjson.loads(request.body)


api = NinjaAPI(
    title="Minben",
    version="1",
    description="Cases, customers and the catalogue of services, for the machines of a government.",
    docs_url=None,
    openapi_url=None,
    parser=FastParser(),
    urls_namespace="api",
)
for room in (batch, cases, applications, bundles, waiting, words, transitions, ratings, contacts, catalog):
    api.add_router("", room.router)


@api.exception_handler(Problem)
def _refused(request: HttpRequest, refusal: Problem) -> HttpResponse:
    headers = {"Retry-After": str(refusal.seconds)} if isinstance(refusal, TooFast) else {}
    return problem(refusal.status, refusal.code, refusal.message, fields=refusal.fields, headers=headers)


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    detail = _("Send the key of an API client: Authorization: Bearer mb_…")
    return problem(401, "unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer realm="Minben"'})


@api.exception_handler(ValidationError)
def _wrong_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {_name(found["loc"]): found["msg"] for found in error.errors}
    return problem(422, "invalid", _("Some answers need another look."), fields=fields)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "unreadable", str(error))


@api.exception_handler(SuspiciousOperation)
def _too_big(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    """A body that is too long, or thousands of fields or files in one form."""
    return problem(413, "too_big", _("This is larger than a call may be. Send it in parts."))


@api.exception_handler(MultiPartParserError)
@api.exception_handler(UnreadablePostError)
def _no_form(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(400, "unreadable", _("This is no form that can be read. Send multipart/form-data."))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("The API could not answer %s %s.", request.method, request.path, exc_info=error)
    return problem(500, "broken", _("Something went wrong on our side. It was put down; try again later."))


def _name(place: Any) -> str:
    """``("body", "given", "title")`` → ``title``; ``("query", "size")`` → ``size``."""
    source, *parts = [str(part) for part in place]
    return ".".join(parts[1:] if source in {"body", "form", "query"} and len(parts) > 1 else parts) or source


def no_such_address(request: HttpRequest) -> HttpResponse:
    missing = Missing(_("There is no such address. /api/v1/openapi.json lists those that there are."))
    return problem(404, missing.code, missing.message)
