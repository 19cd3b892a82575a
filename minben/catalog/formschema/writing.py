"""From questions to a JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from minben.catalog.answers import CREDIT, longest
from minben.catalog.forms import CHOOSING, MEASURED, Choice, Kind, Question
from minben.foundation.records.translated import LANGUAGES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
SAID = "[^\\s\\u0000]"
"""Blanks alone, wide ones too, say nothing."""
FORMATS = {
    Kind.ID_NUMBER: "minben-id-number",
    Kind.PHONE: "minben-phone",
    Kind.EMAIL: "email",
    Kind.PERSON_NAME: "minben-name",
}
"""Formats of texts. The three of ours are told in docs/reference/forms.md; other programs pass over them."""


def written(questions: Sequence[Question], slug: str, number: int, name: Mapping[str, Any]) -> dict[str, Any]:
    """The document of a service version: its schema with the name and the version of the service."""
    named = {"$schema": DIALECT, "$id": f"urn:minben:form:{slug}:{number}", "title": _first(name)}
    return named | schema_of(questions)


def schema_of(questions: Sequence[Question]) -> dict[str, Any]:
    """What these questions take, over answers in their one spelling (:func:`formschema.document`)."""
    by_key = {question.key: question for question in questions}
    made: dict[str, Any] = {
        "$schema": DIALECT,
        "type": "object",
        "x-minben-order": list(by_key),
        "properties": {key: property_of(question) for key, question in by_key.items()},
        "required": [q.key for q in questions if q.required and q.when is None],
        "additionalProperties": False,
    }
    conditional = [
        {"if": _asked(q, by_key), "then": {"required": [q.key]}} for q in questions if q.required and q.when
    ]
    return made | ({"allOf": conditional} if conditional else {})


def property_of(question: Question) -> dict[str, Any]:
    """One question: what its answer may be, and how it is asked."""
    title, hint = _first(question.label), _first(question.help)
    made = {"title": title, **({"description": hint} if hint else {}), **limits_of(question)}
    ours: dict[str, Any] = {
        "kind": question.kind.value,
        "label": dict(question.label),
        "help": dict(question.help),
        "optional": not question.required,
        "section": dict(question.section),
        "fills": question.fills,
        "element": question.element,
        "material": question.material,
        "when": {"key": question.when.key, "is": list(question.when.values)} if question.when else None,
    }
    return made | {f"x-minben-{name}": value for name, value in ours.items() if value}


def limits_of(question: Question) -> dict[str, Any]:
    """What an answer of this kind may be, in the words of JSON Schema alone."""
    if question.kind in MEASURED:
        bounds = {"minimum": question.minimum, "maximum": question.maximum}
        return {"type": "number", **{name: value for name, value in bounds.items() if value is not None}}
    if question.kind in CHOOSING:
        offered = {"oneOf": [_choice(choice) for choice in question.choices]}
        several = {"type": "array", "items": offered, "minItems": 1}
        return several if question.kind == Kind.CHOICES else {"type": "string", **offered}
    fixed: Mapping[Kind, dict[str, Any]] = {
        Kind.YES_NO: {"enum": ["yes", "no"]},
        Kind.PROMISE: {"const": "yes"},
        Kind.DATE: {"type": "string", "format": "date", "pattern": DATE},
        Kind.FILE: {"type": "array", "items": {"type": "string"}, "minItems": 1},
    }
    return fixed.get(question.kind) or _text(question)


def _text(question: Question) -> dict[str, Any]:
    credit = question.fills == CREDIT and question.kind != Kind.ID_NUMBER
    known = "minben-credit-code" if credit else FORMATS.get(question.kind)
    said = {"type": "string", "minLength": 1, "maxLength": longest(question), "pattern": SAID}
    return said | ({"format": known} if known else {})


def _choice(choice: Choice) -> dict[str, Any]:
    return {"const": choice.value, "title": _first(choice.label), "x-minben-label": dict(choice.label)}


def _asked(question: Question, by_key: Mapping[str, Question]) -> dict[str, Any]:
    """When a question is asked: its own condition and those of the questions it depends on."""
    answered: dict[str, Any] = {}
    while question.when is not None:
        trigger, values = by_key[question.when.key], {"enum": list(question.when.values)}
        answered[trigger.key] = {"contains": values} if trigger.kind == Kind.CHOICES else values
        question = trigger
    return {"properties": answered, "required": sorted(answered)}


def _first(text: Mapping[str, Any]) -> str:
    """The text in the first language it is written in."""
    return next((str(text[language]) for language in LANGUAGES if text.get(language)), "")
