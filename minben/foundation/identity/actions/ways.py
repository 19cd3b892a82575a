"""What follows when a way in comes or goes: its owner is told, and sessions elsewhere end."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from minben.foundation.access.actions import authenticators, sessions, staff
from minben.foundation.access.models import Account
from minben.foundation.events import announce
from minben.foundation.identity.events import Way, WayInChanged
from minben.foundation.records.errors import Invalid


def tell(account: Account, what: Way) -> None:
    """News for the owner, in the transaction of the change."""
    announce(WayInChanged(subject_id=account.id, what=what))


def changed(request: HttpRequest, account: Account, what: Way) -> None:
    """The owner changed it in this session: all others end, whoever sits there."""
    tell(account, what)
    sessions.stay_alone(request, account)


def pair(request: HttpRequest, code: str) -> list[str]:
    """Pair the authenticator with its first code; the recovery codes to keep. Raises what ``staff.set_up`` raises."""
    account = staff.pending(request)
    codes = staff.set_up(request, code)
    with transaction.atomic():
        changed(request, account, Way.AUTHENTICATOR_PAIRED)
    return codes


def finish(request: HttpRequest, code: str) -> Account:
    """The second step. A code that opened the door before is refused, and the owner told. Raises what
    ``staff.finish`` raises.
    """
    try:
        return staff.finish(request, code)
    except Invalid:
        account = staff.pending(request)
        if authenticators.was_spent(account, code.replace(" ", "").strip()):
            tell(account, Way.CODE_SHOWN_AGAIN)
        raise
