"""Mail by SMTP (RFC 5321) through Django's mail API: one connection for a batch."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from minben.channels.mailing import Mailing, connection, standing
from minben.channels.rendering import one_line

from .base import Adapter, Parcel, Result


class MailAdapter(Adapter):
    """The message id makes Message-ID (RFC 5322 §3.6.4) and Idempotency-Key: the same mail sent twice is one mail."""

    def __init__(self, mailing: Mailing | None = None) -> None:
        self.mailing = mailing or standing()

    def carry(self, parcels: Sequence[Parcel]) -> list[Result]:
        server = connection(self.mailing)
        try:
            server.open()
        except (OSError, smtplib.SMTPException) as error:
            return [_failed(parcel, error) for parcel in parcels]
        try:
            return [_post(server, self.mailing, parcel) for parcel in parcels]
        finally:
            server.close()


def _post(connection: BaseEmailBackend, mailing: Mailing, parcel: Parcel) -> Result:
    mail = compose(parcel, mailing)
    mail.connection = connection
    try:
        mail.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return _failed(parcel, error)
    return Result(parcel.id, accepted=True, receipt=mail.extra_headers["Message-ID"][:120])


def compose(parcel: Parcel, mailing: Mailing) -> EmailMessage:
    """Plain text, so that every reader and screen reader can show it. Headers hold no line break."""
    return EmailMessage(
        subject=one_line(parcel.subject),
        body=parcel.body,
        from_email=mailing.from_header,
        to=[one_line(parcel.address)],
        reply_to=[mailing.reply_to] if mailing.reply_to else None,
        headers={
            "Message-ID": f"<{parcel.id}@{mailing.domain}>",
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
