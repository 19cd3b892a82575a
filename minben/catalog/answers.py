"""Answers to the questions of a form: cleaned, or refused with a message at each wrong question.

Every door (browser, API, desk) goes the same two steps: an answer is brought to its one spelling, which never fails, and
then judged. :mod:`minben.catalog.formschema` says the same rules as a JSON Schema over the spelt answers; a property
test holds that both take and refuse the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid, Text
from minben.parties import numbers, reaching
from minben.parties.models import Identifier

from .forms import Kind, Question

LIMITS = {Kind.LONG_TEXT: 4000, Kind.ADDRESS: 300}
SHORT = 200
CREDIT = "organisation.credit_code"
YES = (True, "yes", "on", "true")
Spelling = Callable[[Any], Any]
Cleaner = Callable[[Question, Any, str], Any]


class Wrong(Exception):
    """One answer cannot be taken; its text says what to write instead."""


def clean(
    questions: Sequence[Question], given: Mapping[str, Any], *, region: str = reaching.DEFAULT_REGION
) -> dict[str, Any]:
    """The answers to every question that is asked, as plain JSON values.

    Answers to questions that are not asked are dropped. Raises Invalid with a message by question key. ``region``: the
    country that a phone number without a code belongs to.
    """
    cleaned: dict[str, Any] = {}
    problems: dict[str, Text] = {}
    for question in questions:
        if not question.asked(cleaned):
            continue
        try:
            cleaned[question.key] = answer(question, given.get(question.key), region=region)
        except Wrong as wrong:
            problems[question.key] = str(wrong)
    if problems:
        raise Invalid(_("Please check the answers marked below."), fields=problems)
    return {key: value for key, value in cleaned.items() if value is not None}


def answer(question: Question, value: Any, *, region: str = reaching.DEFAULT_REGION) -> Any:
    """One answer, cleaned; None for one that is left open. Raises Wrong."""
    told = spelt(question, value)
    if told is None:
        if question.required:
            raise Wrong(_missing(question.kind))
        return None
    cleaner: Cleaner = _CLEANERS.get(question.kind, _text)
    return cleaner(question, told, region)


def spelt(question: Question, value: Any) -> Any:
    """The answer in its one spelling, whatever door it came through; None when nothing was answered.

    Never fails: what cannot be spelt so is given back as it is, to be refused. Numbers become Decimal.
    """
    if value is None or (isinstance(value, str) and not value.replace("\x00", "").strip()):
        return None
    return _SPELLINGS.get(question.kind, _as_text)(value)


def longest(question: Question) -> int:
    """How many characters a text may have."""
    return int(question.maximum or LIMITS.get(question.kind, SHORT))


def _as_text(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal, dt.date)):
        return value
    return str(value).replace("\x00", "").strip() or None


def _as_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        return value
    try:
        number = Decimal(str(value).replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return value
    return number if number.is_finite() else value


def _as_date(value: Any) -> Any:
    try:
        return dt.date.fromisoformat(str(value).strip().replace("/", "-")).isoformat()
    except ValueError:
        return value


def _as_yes_no(value: Any) -> Any:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else _as_text(value)


def _as_promise(value: Any) -> Any:
    return "yes" if isinstance(value, (bool, str)) and value in YES else value


def _as_list(value: Any) -> Any:
    several = value if isinstance(value, (list, tuple)) else [value]
    return [told for told in map(_as_text, several) if told is not None] or None


_SPELLINGS: dict[Kind, Spelling] = {
    Kind.NUMBER: _as_number,
    Kind.MONEY: _as_number,
    Kind.DATE: _as_date,
    Kind.YES_NO: _as_yes_no,
    Kind.PROMISE: _as_promise,
    Kind.CHOICES: _as_list,
    Kind.FILE: _as_list,
}


def _missing(kind: Kind) -> str:
    said = {
        Kind.PROMISE: _("Tick the box to go on."),
        Kind.FILE: _("Add a file."),
        Kind.CHOICE: _("Choose one."),
        Kind.CHOICES: _("Choose at least one."),
        Kind.YES_NO: _("Choose yes or no."),
    }
    return said.get(kind, _("Answer this question."))


def _text(question: Question, value: Any, region: str) -> str:
    if not isinstance(value, str):
        raise Wrong(_("Write it as text."))
    limit = longest(question)
    if len(value) > limit:
        raise Wrong(
            _("Shorten it to %(limit)d characters; it has %(count)d.") % {"limit": limit, "count": len(value)}
        )
    return in_form(question, value, region)


def in_form(question: Question, value: str, region: str) -> str:
    """Numbers, phones and addresses of mail in their one written form. Raises Wrong when they cannot be right."""
    try:
        if question.kind == Kind.ID_NUMBER:
            return id_number(value)
        if question.fills == CREDIT:
            return numbers.normalise(Identifier.Kind.CREDIT, value)
        if question.kind == Kind.PHONE:
            return reaching.phone(value, region=region)
        if question.kind == Kind.EMAIL:
            return reaching.email(value)
    except Invalid as problem:
        raise Wrong(str(next(iter(problem.fields.values()), problem.message))) from problem
    if question.kind == Kind.PERSON_NAME and not value.isprintable():
        raise Wrong(_("The name holds characters that cannot be printed. Type it again."))
    return value


def id_number(value: str) -> str:
    """A checked identity number of any kind we know, or a passport number. Raises Invalid at ``number``.

    What has the length of a resident number is judged as one, so that a mistyped one is never taken for a passport.
    """
    plain = numbers.plain(value)
    known = numbers.kinds_of(plain)
    checked = [number for kind, number in known if kind in {Identifier.Kind.RESIDENT, Identifier.Kind.TAIWAN}]
    if checked:
        return checked[0]
    passport = any(kind == Identifier.Kind.PASSPORT for kind, _number in known)
    if passport and not plain.isdigit() and 7 <= len(plain) <= 12 and plain[:1].isalpha():
        return plain
    return numbers.normalise(Identifier.Kind.RESIDENT, plain)


def _number(question: Question, value: Any, _region: str) -> str:
    if not isinstance(value, Decimal):
        raise Wrong(_("Write a number, like 3 or 12.50."))
    if question.minimum is not None and value < Decimal(str(question.minimum)):
        raise Wrong(_("It must be %(number)s or more.") % {"number": question.minimum})
    if question.maximum is not None and value > Decimal(str(question.maximum)):
        raise Wrong(_("It must be %(number)s or less.") % {"number": question.maximum})
    return str(value)


def _date(_question: Question, value: Any, _region: str) -> str:
    if _as_date(value) != value:
        raise Wrong(_("Write a date, like 2026-03-31."))
    try:
        dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Wrong(_("Write a date, like 2026-03-31.")) from error
    return str(value)


def _choice(question: Question, value: Any, _region: str) -> str:
    if not isinstance(value, str) or value not in {choice.value for choice in question.choices}:
        raise Wrong(_("Choose one of the answers offered."))
    return value


def _choices(question: Question, value: Any, region: str) -> list[str]:
    return [_choice(question, one, region) for one in value]


def _yes_no(_question: Question, value: Any, _region: str) -> str:
    if value not in ("yes", "no"):
        raise Wrong(_("Choose yes or no."))
    return str(value)


def _promise(_question: Question, value: Any, _region: str) -> str:
    if value != "yes":
        raise Wrong(_("Tick the box to go on."))
    return "yes"


def _files(_question: Question, value: Any, _region: str) -> list[str]:
    if not all(isinstance(one, str) for one in value):
        raise Wrong(_("Add a file."))
    return list(value)


_CLEANERS: dict[Kind, Cleaner] = {
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.PROMISE: _promise,
    Kind.FILE: _files,
}
