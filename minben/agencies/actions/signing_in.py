"""How staff keep or get back their way in: one's own password, and help for somebody who lost it."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Staff
from minben.foundation.access.actions.accounts import first_password
from minben.foundation.access.actions.open_sessions import end_all
from minben.foundation.access.actions.staff import forget_authenticator
from minben.foundation.access.actions.tries import failed, refuse_guessing
from minben.foundation.access.actor import Actor
from minben.foundation.access.models import Account
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.identity.actions.ways import tell
from minben.foundation.identity.events import Way
from minben.foundation.records.errors import Conflict, Invalid, Refused, Text

TRIES = 5


def change_password(actor: Actor, account: Account, *, old: str, new: str) -> None:
    """One's own password. Every session but the one in which it is changed ends (its key hangs on the password).

    Raises Invalid at ``old`` or ``new``, TooMany after five wrong old ones in a quarter of an hour.
    """
    require(actor, "desk.open")
    if actor.account_id != account.id:
        raise Refused(_("Everybody changes their own password only."))
    refuse_guessing("password", str(account.id), most=TRIES)
    if not account.check_password(old):
        failed("password", str(account.id))
        raise _invalid("old", _("This is not your password. Write the one you signed in with."))
    _check(account, old, new)
    with transaction.atomic():
        account.set_password(new)
        account.save(update_fields=["password"])
        trail.wrote(actor, "account.password.changed", subject=("account", account.id))
        tell(account, Way.PASSWORD_CHANGED)


def _check(account: Account, old: str, new: str) -> None:
    if new == old:
        raise _invalid("new", _("This is the password you have. Write another one."))
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise _invalid("new", " ".join(error.messages)) from error


@transaction.atomic
def reset_second_step(actor: Actor, staff: Staff, *, reason: str) -> None:
    """Somebody lost the authenticator: the next sign-in pairs a new one, and recovery codes end."""
    account = _account(actor, staff, reason)
    forget_authenticator(account)
    trail.wrote(actor, "staff.second_step.reset", subject=("staff", staff.id), reason=reason)
    tell(account, Way.SECOND_STEP_RESET)


@transaction.atomic
def renew_first_password(actor: Actor, staff: Staff, *, reason: str) -> str:
    """Somebody forgot the password: a new first one, to hand over. Every session of that account ends."""
    account = _account(actor, staff, reason)
    password = first_password()
    account.set_password(password)
    account.save(update_fields=["password"])
    end_all(account)
    trail.wrote(actor, "staff.password.renewed", subject=("staff", staff.id), reason=reason)
    tell(account, Way.PASSWORD_RENEWED)
    return password


def _account(actor: Actor, staff: Staff, reason: str) -> Account:
    """The account to help with, locked. Nobody helps themselves: that would undo the second step."""
    require(actor, "agencies.let_in", staff)
    if not reason.strip():
        raise _invalid("reason", _("Say why, and how you made sure who asked."))
    account = Account.objects.select_for_update().filter(staff=staff, is_active=True).first()
    if account is None:
        raise Conflict(_("This member of staff has no account that is open."))
    return account


def _invalid(field: str, text: Text) -> Invalid:
    return Invalid(text, fields={field: text})
