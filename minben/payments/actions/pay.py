"""Somebody goes to pay: one running attempt at a time, whatever is pressed twice."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from minben.foundation.records.errors import Conflict, Missing
from minben.foundation.records.translated import localized
from minben.payments.models import Attempt, Payment
from minben.payments.providers import Order, chosen, providers

from .hear import record

LIVES = dt.timedelta(hours=1)
"""How long a payer may take on the provider's page."""


def begin(token: str, *, back: str, language: str, now: dt.datetime) -> Attempt:
    """The attempt that is running, or a new one at the provider of the settings; its ``address`` is where to go.

    The provider is called after the commit, with a reference of ours: if that fails, the same press again goes on
    with the same reference. Raises Missing, and Conflict when nothing is owed or the provider cannot be reached.
    """
    if not chosen():
        raise Conflict(_("Nothing can be paid online here. Ask the department how to pay."))
    payment, attempt = _attempt(token, now)
    if attempt.address:
        return attempt
    title = str(localized(payment.name, language))
    order = Order(attempt.reference, payment.amount, payment.currency, title, back, language)
    begun = providers.get(attempt.provider).begin(order)
    attempt.address, attempt.provider_reference = begun.address, begun.provider_reference
    attempt.save(update_fields=["address", "provider_reference"])
    return attempt


@transaction.atomic
def _attempt(token: str, now: dt.datetime) -> tuple[Payment, Attempt]:
    payment = Payment.objects.select_for_update().filter(token=token[:32]).first()
    if payment is None:
        raise Missing(_("There is no such payment."))
    if payment.settled:
        raise Conflict(_("Nothing is to be paid here any more."))
    running = payment.attempts.filter(state=Attempt.State.STARTED).first()
    if running is not None and running.expires_at > now:
        return payment, running
    if running is not None:
        running.state, running.ended_at = Attempt.State.EXPIRED, now
        running.save(update_fields=["state", "ended_at"])
    reference = secrets.token_hex(16)
    return payment, Attempt.objects.create(
        payment=payment, provider=chosen(), reference=reference, expires_at=now + LIVES
    )


def look(attempt: Attempt, now: dt.datetime) -> Attempt:
    """Ask the provider what became of a running attempt, and end it when its time is over."""
    heard = providers.get(attempt.provider).ask(attempt.reference)
    if heard is not None and heard.state != "waiting":
        return record(heard, now)
    if attempt.expires_at <= now:
        Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.STARTED).update(
            state=Attempt.State.EXPIRED, ended_at=now
        )
        attempt.refresh_from_db()
    return attempt
