"""Two doors, two sessions: staff and public are signed in apart, in the same browser (DESIGN §3: accounts)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

DESK_PATH = "/desk/"


def desk_cookie() -> str:
    """Its path is the desk's, which forbids the prefix ``__Host-``; behind TLS it carries ``__Secure-``."""
    return str(settings.DESK_COOKIE_NAME)


class TwoDoorsMiddleware:
    """Gives Django's session middleware the cookie of the door that was used, and renames what it sets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(DESK_PATH):
            return self.get_response(request)
        name, desk = settings.SESSION_COOKIE_NAME, desk_cookie()
        request.COOKIES.pop(name, None)
        if desk in request.COOKIES:
            request.COOKIES[name] = request.COOKIES[desk]
        response = self.get_response(request)
        if name in response.cookies:
            morsel = response.cookies.pop(name)
            response.cookies[desk] = morsel.value
            response.cookies[desk].update({k: v for k, v in morsel.items() if v})
            response.cookies[desk]["path"] = DESK_PATH
        return response
