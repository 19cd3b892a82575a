"""Whose address a request came from, also through the proxy in front.

Limits for guessing count by address. Behind a proxy every connection comes from the proxy, so without this one
guesser would stop everybody. Only a proxy that the installation names is believed.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class CallerMiddleware:
    """``REMOTE_ADDR`` is the caller's own address afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        peer = request.META.get("REMOTE_ADDR", "")
        told = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if told and peer in settings.TRUSTED_PROXIES:
            request.META["REMOTE_ADDR"] = caller(told, peer, settings.TRUSTED_PROXIES)
        return self.get_response(request)


def caller(told: str, peer: str, proxies: list[str]) -> str:
    """The last address of ``X-Forwarded-For`` that no proxy of ours has: what stands before it anybody can write."""
    for name in reversed([part.strip() for part in told.split(",")]):
        if name not in proxies:
            return name if _is_address(name) else peer
    return peer


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
