"""Answers to the questions of a form: cleaned, or refused with a message at each wrong question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid, Text

from .forms import Kind, Question

LIMITS = {Kind.LONG_TEXT: 4000, Kind.ADDRESS: 300}
SHORT = 200
Cleaner = Callable[[Question, Any], Any]


class Wrong(Exception):
    """One answer cannot be taken; its text says what to write instead."""


def clean(questions: Sequence[Question], given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to every question that is asked, as plain JSON values.

    Answers to questions that are not asked are dropped. Raises Invalid with a message by question key.
    """
    cleaned: dict[str, Any] = {}
    problems: dict[str, Text] = {}
    for question in questions:
        if not question.asked(cleaned):
            continue
        try:
            cleaned[question.key] = answer(question, given.get(question.key))
        except Wrong as wrong:
            problems[question.key] = str(wrong)
    if problems:
        raise Invalid(_("Please check the answers marked below."), fields=problems)
    return {key: value for key, value in cleaned.items() if value not in ("", None, [])}


def answer(question: Question, value: Any) -> Any:
    """One answer, cleaned. Raises Wrong."""
    empty = value in (None, "", [], ()) or (isinstance(value, str) and not value.strip())
    if empty:
        if question.required:
            raise Wrong(_missing(question.kind))
        return None
    cleaner: Cleaner = _CLEANERS.get(question.kind, _text)
    return cleaner(question, value)


def _missing(kind: Kind) -> str:
    said = {
        Kind.PROMISE: _("Tick the box to go on."),
        Kind.FILE: _("Add a file."),
        Kind.CHOICE: _("Choose one."),
        Kind.CHOICES: _("Choose at least one."),
        Kind.YES_NO: _("Choose yes or no."),
    }
    return said.get(kind, _("Answer this question."))


def _text(question: Question, value: Any) -> str:
    text = str(value).replace("\x00", "").strip()
    limit = int(question.maximum or LIMITS.get(question.kind, SHORT))
    if len(text) > limit:
        raise Wrong(
            _("Shorten it to %(limit)d characters; it has %(count)d.") % {"limit": limit, "count": len(text)}
        )
    return text


def _number(question: Question, value: Any) -> str:
    try:
        number = Decimal(str(value).replace(",", "").replace("，", "").strip())
    except InvalidOperation as error:
        raise Wrong(_("Write a number, like 3 or 12.50.")) from error
    if not number.is_finite():
        raise Wrong(_("Write a number, like 3 or 12.50."))
    if question.minimum is not None and number < Decimal(str(question.minimum)):
        raise Wrong(_("It must be %(number)s or more.") % {"number": question.minimum})
    if question.maximum is not None and number > Decimal(str(question.maximum)):
        raise Wrong(_("It must be %(number)s or less.") % {"number": question.maximum})
    return str(number)


def _date(_question: Question, value: Any) -> str:
    try:
        return dt.date.fromisoformat(str(value).strip().replace("/", "-")).isoformat()
    except ValueError as error:
        raise Wrong(_("Write a date, like 2026-03-31.")) from error


def _choice(question: Question, value: Any) -> str:
    if str(value) not in {choice.value for choice in question.choices}:
        raise Wrong(_("Choose one of the answers offered."))
    return str(value)


def _choices(question: Question, value: Any) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [_choice(question, one) for one in values]


def _yes_no(_question: Question, value: Any) -> str:
    text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    if text not in {"yes", "no"}:
        raise Wrong(_("Choose yes or no."))
    return text


def _promise(_question: Question, value: Any) -> str:
    if value not in (True, "yes", "on", "true"):
        raise Wrong(_("Tick the box to go on."))
    return "yes"


def _email(question: Question, value: Any) -> str:
    text = _text(question, value)
    try:
        validate_email(text)
    except ValidationError as error:
        raise Wrong(_("Write an e-mail address, like name@example.com.")) from error
    return text


def _files(_question: Question, value: Any) -> list[str]:
    return [str(one) for one in (value if isinstance(value, (list, tuple)) else [value])]


_CLEANERS: dict[Kind, Cleaner] = {
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.PROMISE: _promise,
    Kind.EMAIL: _email,
    Kind.FILE: _files,
}
