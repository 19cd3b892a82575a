"""What the schema of a form says of answers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from minben.catalog.answers import CREDIT, Wrong, in_form, spelt
from minben.catalog.forms import Kind, Question
from minben.parties.reaching import DEFAULT_REGION

from .writing import FORMATS, schema_of


def document(questions: Sequence[Question], given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as the schema takes them: in their one spelling, without what is not asked or left open. Never fails."""
    told: dict[str, Any] = {}
    for question in questions:
        answer = spelt(question, given.get(question.key)) if question.asked(told) else None
        if answer is not None:
            told[question.key] = answer
    return told


def fits(questions: Sequence[Question], told: Mapping[str, Any], *, region: str = DEFAULT_REGION) -> bool:
    """Whether the schema of these questions takes a document."""
    return next(faults(questions, told, region=region), None) is None


def faults(
    questions: Sequence[Question], told: Mapping[str, Any], *, region: str = DEFAULT_REGION
) -> Iterator[tuple[str, ValidationError]]:
    """What the schema does not take: (key of the question, what the library says)."""
    exact = json.loads(json.dumps(schema_of(questions)), parse_float=Decimal)
    judge = Draft202012Validator(exact, format_checker=_formats(region))
    for error in judge.iter_errors(dict(told)):
        for key in _keys(error):
            yield key, error


def _keys(error: ValidationError) -> list[str]:
    instance: Any = error.instance
    wanted: Any = error.validator_value
    if error.absolute_path:
        return [str(error.absolute_path[0])]
    if error.validator == "required":
        return [name for name in wanted if name not in instance]
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        return [name for name in instance if name not in known]
    return [""]


def _formats(region: str) -> FormatChecker:
    """The formats of our forms, judged by the very rules of the answers."""
    made = FormatChecker(formats=())
    for kind, name in FORMATS.items():
        made.checks(name)(_rule(Question("it", kind, {}), region))
    made.checks("minben-credit-code")(_rule(Question("it", Kind.TEXT, {}, fills=CREDIT), region))
    made.checks("date")(_is_date)
    return made


def _rule(question: Question, region: str) -> Callable[[object], bool]:
    def right(value: object) -> bool:
        if not isinstance(value, str):
            return True
        try:
            in_form(question, value, region)
        except Wrong:
            return False
        return True

    return right


def _is_date(value: object) -> bool:
    try:
        return not isinstance(value, str) or bool(dt.date.fromisoformat(value))
    except ValueError:
        return False
