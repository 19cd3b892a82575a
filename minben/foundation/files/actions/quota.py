"""How many files one sender of the public may bring a day, so that nobody fills the disk (OWASP ASVS 12.1.3)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actions.tries import failed_once, failures_of
from minben.foundation.access.actor import Actor
from minben.foundation.files import taking
from minben.foundation.records.errors import Invalid

DAY = dt.timedelta(days=1)
PURPOSE = "upload"


def count_in(actor: Actor, address: str) -> None:
    """One more file of this account, or of this network address where nobody signed in.

    Raises Invalid at ``file`` when the day's files are used up. Staff are not counted.
    """
    if actor.serves:
        return
    sender = str(actor.account_id or address)
    if failures_of(PURPOSE, sender, DAY) >= taking.daily():
        said = _(
            "Too many files came from here within a day. Send the others tomorrow, or bring them to an office."
        )
        raise Invalid(said, fields={"file": said})
    failed_once(PURPOSE, sender)
