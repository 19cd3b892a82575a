"""Mail by SMTP (RFC 5321) through Django's mail API: one connection for a batch."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from minben.channels.rendering import one_line

from .base import Adapter, Parcel, Result


class MailAdapter(Adapter):
    """The message id makes Message-ID (RFC 5322 §3.6.4) and Idempotency-Key: the same mail sent twice is one mail."""

    def carry(self, parcels: Sequence[Parcel]) -> list[Result]:
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            return [_failed(parcel, error) for parcel in parcels]
        try:
            return [_post(connection, parcel) for parcel in parcels]
        finally:
            connection.close()


def _post(connection: BaseEmailBackend, parcel: Parcel) -> Result:
    mail = compose(parcel)
    mail.connection = connection
    try:
        mail.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return _failed(parcel, error)
    return Result(parcel.id, accepted=True, receipt=mail.extra_headers["Message-ID"][:120])


def compose(parcel: Parcel) -> EmailMessage:
    """Plain text, so that every reader and screen reader can show it. Headers hold no line break."""
    domain = one_line(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("> ") or "minben.invalid"
    return EmailMessage(
        subject=one_line(parcel.subject),
        body=parcel.body,
        to=[one_line(parcel.address)],
        headers={
            "Message-ID": f"<{parcel.id}@{domain}>",
            "Idempotency-Key": str(parcel.id),
            "Content-Language": parcel.language,
            "Auto-Submitted": "auto-generated",
        },
    )


def _failed(parcel: Parcel, error: Exception) -> Result:
    """Only the kind of failure and the reply code are kept: a server's words may repeat the address."""
    codes = [getattr(error, "smtp_code", 0)]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
    code = max(codes, default=0)
    why = f"{type(error).__name__} {code}".rstrip(" 0") if not code else f"{type(error).__name__} {code}"
    return Result(
        parcel.id, accepted=False, why=why, permanent=500 <= code < 600 or isinstance(error, ValueError)
    )
