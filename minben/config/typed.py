"""What somebody had written when their form could not be taken: shown once more, so that it can be copied."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest

SECRET = ("password", "code", "csrf", "token", "number")
"""Parts of names of fields whose content is never shown again."""


def typed(request: HttpRequest) -> list[str]:
    """Words that people wrote, in the order of the form; keys, choices and secrets are left out."""
    return [
        value
        for name, values in request.POST.lists()
        if not any(part in name.lower() for part in SECRET)
        for value in map(str, values)
        if _words(value)
    ]


def page_before(request: HttpRequest) -> str:
    """The page of the desk that the form stood on, or the first one."""
    came = urlsplit(request.headers.get("Referer", ""))
    known = came.netloc == request.get_host() and came.path.startswith("/desk/")
    return f"{came.path}?{came.query}".rstrip("?") if known else "/desk/"


def _words(value: str) -> bool:
    text = value.strip()
    return bool(text) and (not text.isascii() or " " in text)
