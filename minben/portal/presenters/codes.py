"""One-time codes on their way: issued, then sent through the one gate."""

from __future__ import annotations

from django.http import HttpRequest

from minben.agencies.queries import city_name
from minben.channels.actions import send
from minben.foundation.access.actions import codes
from minben.foundation.access.actor import SYSTEM
from minben.foundation.records.errors import Invalid
from minben.parties import reaching


def normal(address: str, *, region: str) -> str:
    """An e-mail address or a phone in its one written form. Raises Invalid at ``address``."""
    try:
        return reaching.email(address) if "@" in address else reaching.phone(address, region=region)
    except Invalid as problem:
        raise Invalid(problem.message, fields={"address": problem.message}) from problem


def send_code(request: HttpRequest, purpose: str, address: str, *, language: str) -> None:
    """A fresh code to ``address``. Raises Refused after too many within an hour."""
    fresh = codes.issue(purpose, address, ip=request.META.get("REMOTE_ADDR"))
    send(
        SYSTEM,
        "code",
        kind="code",
        to=address,
        channel="mail" if "@" in address else "sms",
        language=language,
        variables={"code": fresh, "city": city_name()},
        asked_for=True,
    )


def spend(purpose: str, address: str, code: str) -> None:
    """Raises Invalid at ``code`` unless it is the newest one for this address."""
    codes.redeem(purpose, address, code)
