"""A code of the authenticator opens once, whichever process of the server it is shown to (OWASP ASVS 2.8.4)."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.crypto import constant_time_compare

from minben.foundation.access.models import Account

SPENT = "spent"
REMEMBERED = 10
"""So many periods of thirty seconds are kept. A set, not a highest one: a clock that was put back locks nobody out."""


@transaction.atomic
def spend(account: Account, code: str) -> bool:
    """True when ``code`` is what the authenticator shows now and nobody used it before. It is used then."""
    row = Authenticator.objects.select_for_update().filter(user=account, type=Authenticator.Type.TOTP).first()
    if row is None:
        return False
    spent = row.data.get(SPENT, [])
    period = _period_of(decrypt(row.data["secret"]), code, yield_hotp_counters_from_time())
    if period is None or period in spent:
        return False
    row.data[SPENT] = [*spent, period][-REMEMBERED:]
    row.save(update_fields=["data"])
    return True


def was_spent(account: Account, code: str) -> bool:
    """Is this a right code that opened the door already? Whoever shows it has seen it over a shoulder, or worse."""
    row = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    return (
        row is not None and _period_of(decrypt(row.data["secret"]), code, row.data.get(SPENT, [])) is not None
    )


@transaction.atomic
def spend_recovery(account: Account, code: str) -> bool:
    """True when ``code`` is a recovery code that nobody used before. It is used then."""
    kind = Authenticator.Type.RECOVERY_CODES
    row = Authenticator.objects.select_for_update().filter(user=account, type=kind).first()
    return bool(row and RecoveryCodes(row).validate_code(code))


def _period_of(secret: str, code: str, periods: Iterable[int]) -> int | None:
    """The one of these periods of thirty seconds whose code this is."""
    codes = {period: format_hotp_value(hotp_value(secret, period)) for period in periods}
    return next((period for period, shown in codes.items() if constant_time_compare(code, shown)), None)
