"""What every action of the room does: find the office's rules, tell that something changed."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Invalid, Missing, Text

from .models import Reception


def new_token() -> str:
    return secrets.token_urlsafe(18)


def reception_of(office_id: UUID, *, lock: bool = False) -> Reception:
    """The office's rules with the office, its department and place. Raises Missing where nobody is received by number.

    ``lock``: until the end of the transaction nobody else gives out a time or a number here. It is taken before any
    other row of the room, so that no two actions wait for one another.
    """
    rows = Reception.objects.select_related("office__department__jurisdiction")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(office_id=office_id, office__active=True).first()
    if found is None:
        raise Missing(_("This office takes no bookings and no numbers."))
    return found


def changed(office_id: UUID) -> None:
    """Screens that poll will ask for the whole."""
    Reception.objects.filter(office_id=office_id).update(version=F("version") + 1)


def wrong(field: str, text: Text, **params: Any) -> Invalid:
    return Invalid(text, fields={field: text})
