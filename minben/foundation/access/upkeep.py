"""Codes and sign-ins do not stay for ever."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session

from minben.foundation.records.ids import lowest_id

from .models import FailedTry, OneTimeCode, OpenSession, SignIn

CODES_KEPT = dt.timedelta(days=1)
SIGN_INS_KEPT = dt.timedelta(days=400)
AT_ONCE = 1000


def forget_old_codes(now: dt.datetime) -> int:
    """Drop codes of yesterday and sign-ins of more than a year ago; returns how many rows."""
    codes = OneTimeCode.objects.filter(id__lt=lowest_id(now - CODES_KEPT)).delete()[0]
    codes += FailedTry.objects.filter(id__lt=lowest_id(now - CODES_KEPT)).delete()[0]
    return codes + SignIn.objects.filter(id__lt=lowest_id(now - SIGN_INS_KEPT)).delete()[0]


def forget_ended_sessions(now: dt.datetime) -> int:
    """Drop sessions whose time is over, with their lines in the lists, a thousand at a time; returns how many."""
    ended, total = Session.objects.filter(expire_date__lt=now).order_by("expire_date"), 0
    while keys := list(ended.values_list("session_key", flat=True)[:AT_ONCE]):
        OpenSession.objects.filter(session_key__in=keys).delete()
        total += Session.objects.filter(session_key__in=keys).delete()[0]
    return total
