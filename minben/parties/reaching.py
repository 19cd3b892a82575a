"""Contact points in their one written form: E.164 (ITU-T) for phones, RFC 5321 addresses for mail."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Invalid, Text

from .models import ContactPoint

DEFAULT_REGION = "CN"


def wrong(message: Text) -> Invalid:
    return Invalid(message, fields={"value": message})


def region_of(calendar: str) -> str:
    """The phone region of a jurisdiction's calendar code: "CN", "TW", "US-MA" → "US"."""
    return (calendar or DEFAULT_REGION).split("-")[0].upper()


def normalise(kind: str, value: str, *, region: str = DEFAULT_REGION) -> str:
    """``value`` as it is stored and searched. Raises Invalid at the field ``value``."""
    if kind == ContactPoint.Kind.PHONE:
        return phone(value, region=region)
    if kind == ContactPoint.Kind.EMAIL:
        return email(value)
    if kind != ContactPoint.Kind.CHAT:
        raise Invalid(_("Choose phone, e-mail or chat."), fields={"kind": _("Choose phone, e-mail or chat.")})
    text = value.strip()
    if not 1 <= len(text) <= 254 or not text.isprintable():
        raise wrong(_("Enter the chat id as the service shows it."))
    return text


def phone(value: str, *, region: str = DEFAULT_REGION) -> str:
    """E.164 of a number typed as people type it in ``region``; short service numbers are refused."""
    try:
        parsed = phonenumbers.parse(unicodedata.normalize("NFKC", value), region)
    except phonenumbers.NumberParseException as error:
        raise wrong(_("Enter a phone number, with country code if it is from abroad.")) from error
    if not phonenumbers.is_possible_number(parsed) or not phonenumbers.is_valid_number(parsed):
        raise wrong(_("This phone number does not exist. Check the digits and the area code."))
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def email(value: str) -> str:
    """Lower-case and checked. The part before @ is folded too: no provider in use tells them apart."""
    text = unicodedata.normalize("NFKC", value).strip().lower()
    try:
        validate_email(text)
    except ValidationError as error:
        raise wrong(_("Enter an e-mail address like name@example.org.")) from error
    if len(text) > 254:
        raise wrong(_("This e-mail address is too long."))
    return text


def phones_of(text: str, *, regions: tuple[str, ...] = ("CN", "TW")) -> list[str]:
    """Every E.164 number that ``text`` may be; empty when it is none."""
    if not re.fullmatch(r"[+\d\s()\-.]{5,25}", unicodedata.normalize("NFKC", text).strip()):
        return []
    found = []
    for region in regions:
        try:
            found.append(phone(text, region=region))
        except Invalid:
            continue
    return list(dict.fromkeys(found))
