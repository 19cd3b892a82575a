"""Codes and sign-ins do not stay for ever."""

from __future__ import annotations

import datetime as dt

from minben.foundation.records.ids import lowest_id

from .models import FailedTry, OneTimeCode, SignIn

CODES_KEPT = dt.timedelta(days=1)
SIGN_INS_KEPT = dt.timedelta(days=400)


def forget_old_codes(now: dt.datetime) -> int:
    """Drop codes of yesterday and sign-ins of more than a year ago; returns how many rows."""
    codes = OneTimeCode.objects.filter(id__lt=lowest_id(now - CODES_KEPT)).delete()[0]
    codes += FailedTry.objects.filter(id__lt=lowest_id(now - CODES_KEPT)).delete()[0]
    return codes + SignIn.objects.filter(id__lt=lowest_id(now - SIGN_INS_KEPT)).delete()[0]
