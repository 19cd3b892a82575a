"""Which language a page is in: the public site by its address, the desk by the person's choice."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

COOKIE = settings.LANGUAGE_COOKIE_NAME


class LanguageMiddleware(LocaleMiddleware):
    """``/…`` is zh-Hant, ``/zh-hans/…`` and ``/en/…`` the others; under ``/desk/`` the cookie decides."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith("/desk/"):
            chosen = request.COOKIES.get(COOKIE, "")
            known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
            translation.activate(known)
            request.LANGUAGE_CODE = known
            return
        super().process_request(request)
