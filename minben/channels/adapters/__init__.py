"""Which carrier serves which channel. Another installation registers its own under the same code."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from .base import Adapter, Parcel, Result

__all__ = ["Adapter", "Parcel", "Result", "adapter_for", "canonical", "channels", "register"]

Maker = Callable[[], Adapter]
_makers: dict[str, Maker] = {}


def register(channel: str) -> Callable[[Maker], Maker]:
    """Name the carrier of a channel; a later registration takes its place."""

    def keep(maker: Maker) -> Maker:
        _makers[channel] = maker
        return maker

    return keep


def channels() -> tuple[str, ...]:
    return tuple(sorted(_makers))


def canonical(code: str) -> str:
    """The one code of a channel: people and files say "email" for mail."""
    return {"email": "mail", "e-mail": "mail"}.get(code, code)


def adapter_for(channel: str) -> Adapter | None:
    maker = _makers.get(channel)
    return None if maker is None else maker()


def _practice() -> Adapter:
    from .practice import PracticeAdapter

    return PracticeAdapter()


@register("mail")
def _mail() -> Adapter:
    """Real SMTP once ``MINBEN_EMAIL_URL`` is set, otherwise the visible outbox."""
    if not settings.EMAIL_ADDRESS_URL:
        return _practice()
    from .mail import MailAdapter

    return MailAdapter()


for _channel in ("sms", "letter", "page", "voice", "chat"):
    register(_channel)(_practice)
