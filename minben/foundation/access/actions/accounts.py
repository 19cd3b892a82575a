"""Accounts: of the public, made by proving a contact point; of staff, made when they are hired."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Assurance
from minben.foundation.access.models import Account
from minben.foundation.records.errors import Invalid

CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


def public_account_for(address: str) -> Account:
    """The public account of a proved e-mail address or phone (E.164), made if it is new.

    Its assurance is CONTACT at least: a matching phone or name opens no history, because numbers are recycled.
    """
    field, value = _field_of(address)
    account, new = Account.objects.get_or_create(
        kind=Account.Kind.PUBLIC, **{field: value}, defaults={"assurance": Assurance.CONTACT.value}
    )
    if not new and account.assurance == Assurance.NONE:
        account.assurance = Assurance.CONTACT.value
        account.save(update_fields=["assurance"])
    return account


def staff_account(email: str, *, name: str, password: str | None = None, practice: bool = False) -> Account:
    """An account for the desk. Without a password it cannot sign in until one is set."""
    value = _email(email)
    if Account.objects.filter(kind=Account.Kind.STAFF, email__iexact=value).exists():
        taken = _("Another member of staff signs in with this e-mail address.")
        raise Invalid(taken, fields={"email": taken})
    return Account.objects.create_user(value, password, kind=Account.Kind.STAFF, name=name, practice=practice)


def amend_staff_account(account: Account, *, name: str, email: str | None) -> bool:
    """Name and e-mail of an account follow those of its holder; True if the e-mail is another one now."""
    value = _email(email) if email else account.email
    others = Account.objects.filter(kind=Account.Kind.STAFF, email__iexact=value).exclude(id=account.id)
    if email and others.exists():
        taken = _("Another member of staff signs in with this e-mail address.")
        raise Invalid(taken, fields={"email": taken})
    moved = value != account.email
    account.name, account.email = name, value
    account.save(update_fields=["name", "email"])
    return moved


def first_password() -> str:
    """Sixteen letters and figures in fours, none mistaken for another: 79 bits, to be read out or copied once."""
    return "-".join("".join(secrets.choice(CLEAR) for _letter in range(4)) for _group in range(4))


def _field_of(address: str) -> tuple[str, str]:
    value = address.strip()
    if "@" in value:
        return "email", _email(value)
    if value.startswith("+") and value[1:].isdigit() and 8 <= len(value) <= 16:
        return "phone", value
    raise _unreadable()


def _email(value: str) -> str:
    try:
        validate_email(value.strip())
    except ValidationError as error:
        raise _unreadable() from error
    return value.strip().lower()


def _unreadable() -> Invalid:
    text = _("Write an e-mail address like name@example.org, or a phone number with its country code.")
    return Invalid(text, fields={"address": text})
