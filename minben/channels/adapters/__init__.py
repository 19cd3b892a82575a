"""Which carrier serves which channel. Another installation puts its own in the place of one (``carriers.replace``)."""

from __future__ import annotations

from collections.abc import Callable

from minben.channels.mailing import standing
from minben.foundation.adapters import Registry

from .base import Adapter, Parcel, Result

__all__ = ["Adapter", "Parcel", "Result", "adapter_for", "canonical", "carriers", "channels"]

Maker = Callable[[], Adapter]
carriers: Registry[Maker] = Registry("carrier")
"""Makers, not adapters: which one serves may hang on a setting, which is read when something is carried."""


def channels() -> tuple[str, ...]:
    return tuple(carriers.names())


def canonical(code: str) -> str:
    """The one code of a channel: people and files say "email" for mail."""
    return {"email": "mail", "e-mail": "mail"}.get(code, code)


def adapter_for(channel: str) -> Adapter | None:
    """The carrier of a channel, or None where there is none."""
    return carriers.get(channel)() if channel in carriers else None


def _practice() -> Adapter:
    from .practice import PracticeAdapter

    return PracticeAdapter()


def _mail() -> Adapter:
    """Real SMTP once a server is chosen (``mailing``), otherwise the visible outbox."""
    mailing = standing()
    if not mailing.leaves:
        return _practice()
    from .mail import MailAdapter

    return MailAdapter(mailing)


carriers.add("mail", _mail)
for _channel in ("sms", "letter", "page", "voice", "chat"):
    carriers.add(_channel, _practice)
