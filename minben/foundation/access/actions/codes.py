"""One-time codes for the public: six digits to an e-mail address or a phone.

Only a keyed digest is kept. A code lives ten minutes, takes five tries and one use; only the newest counts.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from minben.foundation import keys
from minben.foundation.access.models import OneTimeCode
from minben.foundation.records.errors import Invalid, Refused, Text
from minben.foundation.records.ids import lowest_id

LIVES = dt.timedelta(minutes=10)
LED = dt.timedelta(minutes=1)
"""A clock that a time server leads may go back by so much."""
WINDOW = dt.timedelta(hours=1)
PER_ADDRESS = 5
PER_SENDER = 30


def issue(purpose: str, address: str, *, ip: str | None = None) -> str:
    """A fresh code to send to ``address``; earlier ones stop working.

    Raises Refused when the address had five codes, or the sender ``ip`` asked for thirty, within an hour.
    """
    now = timezone.now()
    recent = OneTimeCode.objects.filter(id__gte=lowest_id(now - WINDOW))
    _refuse_over(recent.filter(address=address).count(), PER_ADDRESS)
    if ip:
        _refuse_over(recent.filter(sender=ip).count(), PER_SENDER)
    OneTimeCode.objects.filter(purpose=purpose, address=address, used_at=None).update(used_at=now)
    code = f"{secrets.randbelow(1_000_000):06d}"
    OneTimeCode.objects.create(
        purpose=purpose,
        address=address,
        digest=_digest(purpose, address, code),
        expires_at=now + LIVES,
        sender=ip or None,
    )
    return code


def redeem(purpose: str, address: str, code: str) -> bool:
    """True when ``code`` is the newest one for this purpose and address. It works once.

    Raises Invalid at the field ``code``, saying what to do, when it is wrong, used, expired or was tried too often.
    """
    with transaction.atomic():
        wrong = _try(purpose, address, code.strip())
    if wrong is not None:
        raise Invalid(wrong, fields={"code": wrong})
    return True


def _try(purpose: str, address: str, code: str) -> Text | None:
    held = OneTimeCode.objects.select_for_update().filter(purpose=purpose, address=address)
    newest = held.order_by(F("used_at").desc(nulls_first=True), "-id").first()
    unusable = _unusable(newest, timezone.now())
    if newest is None or unusable is not None:
        return unusable
    if not constant_time_compare(newest.digest, _digest(purpose, address, code)):
        newest.tries_left -= 1
        newest.save(update_fields=["tries_left"])
        return _("This code is not right. Check the newest message and type its six digits.")
    newest.used_at = timezone.now()
    newest.save(update_fields=["used_at"])
    return None


def _unusable(held: OneTimeCode | None, now: dt.datetime) -> Text | None:
    if held is None:
        return _("This code is not right. Check the newest message and type its six digits.")
    if held.used_at is not None:
        return _("This code was used already. Ask for a new one.")
    if not now < held.expires_at <= now + LIVES + LED:  # or the clock was put back: it would live on and on
        return _("This code has expired. Ask for a new one.")
    if held.tries_left <= 0:
        return _("This code was tried too often. Ask for a new one.")
    return None


def _refuse_over(count: int, limit: int) -> None:
    if count >= limit:
        raise Refused(_("Too many codes were asked for. Wait an hour and try again, or come to an office."))


def _digest(purpose: str, address: str, code: str) -> str:
    return keys.digest(f"{purpose}\x00{address}\x00{code}")
