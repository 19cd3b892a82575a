"""Pages are read and forms are sent: every other method is refused before a view sees it (OWASP ASVS 14.5.1)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

OF_PAGES = ["GET", "HEAD", "POST", "OPTIONS"]


class MethodMiddleware:
    """Stands behind the machines' door, which has methods of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in OF_PAGES:
            return HttpResponseNotAllowed(OF_PAGES)
        return self.get_response(request)
