"""The settings of mail: which server takes it, in whose name, and where answers go.

The environment (``MINBEN_EMAIL_URL``, ``MINBEN_EMAIL_FROM``) says how it comes; the password stays there. The password of that
address goes to that server alone; one of its own (``MINBEN_EMAIL_PASSWORD``) goes to the server that was chosen, over TLS only.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from minben.foundation.options import held
from minben.foundation.options.groups import Group, Kind, Option, Values, Wrong, declare

NAME = "mail"
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*")


@dataclass(frozen=True)
class Mailing:
    """What holds now."""

    host: str
    port: int
    security: str
    user: str
    sender: str
    sender_name: str
    reply_to: str

    @property
    def leaves(self) -> bool:
        """Without a server mail stays in the visible outbox."""
        return bool(self.host)

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2] or "minben.invalid"

    @property
    def from_header(self) -> str:
        local, _at, domain = self.sender.rpartition("@")
        return str(Address(self.sender_name, local, domain))


def standing() -> Mailing:
    return Mailing(**held.of(NAME))


def connection(mailing: Mailing) -> BaseEmailBackend:
    """To the server that was chosen; nothing is called before it is opened."""
    return get_connection(
        host=mailing.host,
        port=mailing.port,
        username=mailing.user,
        password=password_for(mailing),
        use_tls=mailing.security == "starttls",
        use_ssl=mailing.security == "tls",
        timeout=settings.EMAIL_TIMEOUT,
    )


def password_for(mailing: Mailing) -> str:
    """Empty for a server whose password the environment does not hold."""
    if not mailing.user:
        return ""
    if settings.EMAIL_PASSWORD:
        closed = mailing.security != "none" or _is_here(mailing.host)
        return str(settings.EMAIL_PASSWORD) if closed else ""
    own = mailing.host == settings.EMAIL_HOST and mailing.user == settings.EMAIL_HOST_USER
    return str(settings.EMAIL_HOST_PASSWORD) if own else ""


def _options() -> tuple[Option, ...]:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return (*_server(), *_names(name, address))


def _server() -> tuple[Option, ...]:
    given = bool(settings.EMAIL_ADDRESS_URL)
    return (
        Option(
            "host",
            _("Mail server"),
            Kind.TEXT,
            settings.EMAIL_HOST if given else "",
            help=_(
                "Host name or address of the SMTP server. Empty: nothing leaves, mail is shown in the outbox."
            ),
            most=253,
            needed=False,
        ),
        Option(
            "port", _("Port"), Kind.NUMBER, int(settings.EMAIL_PORT) if given else 587, least=1, most=65535
        ),
        Option(
            "security",
            _("Encryption"),
            Kind.CHOICE,
            "tls" if given and settings.EMAIL_USE_SSL else "none" if given else "starttls",
            help=_("Without it mail can be read on the way, and a password is sent to this machine only."),
            choices=(
                ("starttls", _("STARTTLS, usually port 587")),
                ("tls", _("TLS from the start, usually port 465")),
                ("none", _("None, usually port 25")),
            ),
        ),
        Option(
            "user",
            _("User name"),
            Kind.TEXT,
            settings.EMAIL_HOST_USER if given else "",
            help=_(
                "Empty: the server asks for none. The password is set on the machine, in MINBEN_EMAIL_PASSWORD."
            ),
            most=200,
            needed=False,
        ),
    )


def _names(name: str, address: str) -> tuple[Option, ...]:
    return (
        Option(
            "sender_name",
            _("Name of the sender"),
            Kind.TEXT,
            name,
            help=_("As people see it in their mailbox, for example the name of the city."),
            most=80,
            needed=False,
        ),
        Option("sender", _("Address of the sender"), Kind.TEXT, address, most=200),
        Option(
            "reply_to",
            _("Where answers go"),
            Kind.TEXT,
            "",
            help=_("Empty: to the address of the sender."),
            most=200,
            needed=False,
        ),
    )


def _check(values: Values) -> Wrong:
    found: Wrong = {}
    if values["host"] and not _is_host(values["host"]):
        found["host"] = _("Write a host name like mail.example.org, without a port.")
    for field in ("sender", "reply_to"):
        if values[field] and not _is_address(values[field]):
            found[field] = _("Write an address like service@example.org.")
    if values["user"] and values["security"] == "none" and not _is_here(values["host"]):
        found["security"] = _("A password is not sent over an open line. Choose an encryption.")
    if settings.PRACTICE and values["host"] != (settings.EMAIL_HOST if settings.EMAIL_ADDRESS_URL else ""):
        found["host"] = _("The practice city sends no mail to the outside.")
    return found


def _is_host(text: str) -> bool:
    if _HOST.fullmatch(text):
        return True
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def _is_address(text: Any) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return str(text).isascii()


def _is_here(host: str) -> bool:
    """This machine itself: nobody listens in between."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", ""}


declare(
    Group(
        NAME,
        _("Mail"),
        _(
            "Which server takes the mail to people, in whose name it is written and where answers go. It holds for the next "
            "message; what waits in the outbox goes by it too."
        ),
        _options,
        check=_check,
    )
)
