"""Large print and high contrast: token sets switched by a class on <html> that comes from a cookie."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest

COOKIE = "minben_display"
CHOICES = ("large-print", "high-contrast")


def chosen(request: HttpRequest) -> tuple[str, ...]:
    """The token sets that this browser asked for."""
    kept = request.COOKIES.get(COOKIE, "").split(".")
    return tuple(name for name in CHOICES if name in kept)


def toggled(current: tuple[str, ...], form: Mapping[str, str]) -> tuple[str, ...]:
    """After a press on one switch (``toggle=name``), or the whole form of the display page (``set=1``)."""
    if form.get("set"):
        return tuple(name for name in CHOICES if form.get(name))
    pressed = form.get("toggle", "")
    return tuple(name for name in CHOICES if (name in current) != (name == pressed))
