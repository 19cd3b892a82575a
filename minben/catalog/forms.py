"""The questions of an application form, as ``ServiceVersion.form`` keeps them.

A form is data, so that a new service needs no code. Shape of one question::

    {"key": "child_name", "kind": "text", "label": {by language}, "help": {by language}, "required": true,
     "choices": [{"value": "boy", "label": {by language}}], "min": 0, "max": 10, "when": {"key": "has_child", "is": "yes"},
     "fills": "party.name", "element": "child.name", "material": "birth_certificate"}

The same as a JSON Schema 2020-12 document: :mod:`minben.catalog.formschema`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid, Text

from .texts import complete

KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")


class Kind(StrEnum):
    """What a question asks for, and so how it is drawn and checked."""

    TEXT = "text"
    LONG_TEXT = "longtext"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yesno"
    CHOICE = "choice"
    CHOICES = "choices"
    PERSON_NAME = "name"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    FILE = "file"
    PROMISE = "promise"


CHOOSING = frozenset({Kind.CHOICE, Kind.CHOICES})
MEASURED = frozenset({Kind.NUMBER, Kind.MONEY})
CONDITIONING = frozenset({Kind.YES_NO, Kind.CHOICE, Kind.CHOICES})
"""Kinds whose answers are chosen, so that a condition can name them."""


@dataclass(frozen=True)
class Choice:
    value: str
    label: Mapping[str, Any]


@dataclass(frozen=True)
class When:
    """The question is asked only if the answer to ``key`` is one of ``values``."""

    key: str
    values: tuple[str, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        given = answers.get(self.key)
        chosen = given if isinstance(given, (list, tuple)) else [given]
        return any(_as_text(value) in self.values for value in chosen)


@dataclass(frozen=True)
class Question:
    """One question. ``fills`` names the fact of the party that can fill it; ``material`` the code it proves.

    ``element`` is the data element the answer is, where that is not the fact that fills it: two questions of one
    element are one question when services are applied for together.
    """

    key: str
    kind: Kind
    label: Mapping[str, Any]
    help: Mapping[str, Any] = field(default_factory=dict)
    required: bool = True
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    when: When | None = None
    fills: str = ""
    element: str = ""
    material: str = ""
    section: Mapping[str, Any] = field(default_factory=dict)

    def asked(self, answers: Mapping[str, Any]) -> bool:
        return self.when is None or self.when.holds(answers)


KNOWN = frozenset(
    {
        "key",
        "kind",
        "label",
        "help",
        "required",
        "choices",
        "min",
        "max",
        "when",
        "fills",
        "element",
        "material",
        "section",
    }
)


def parse(raw: Any) -> tuple[Question, ...]:
    """The questions of a stored or written form. Raises Invalid naming each wrong place ("form.2.kind")."""
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise Invalid(_("A form is a list of questions."), fields={"form": _("Write a list of questions.")})
    problems: dict[str, Text] = {}
    questions = [_question(item, f"form.{at}", problems) for at, item in enumerate(raw)]
    made = tuple(question for question in questions if question is not None)
    _check_together(made, problems)
    if problems:
        raise Invalid(_("The form has %(count)d mistakes.") % {"count": len(problems)}, fields=problems)
    return made


def _question(item: Any, place: str, problems: dict[str, Text]) -> Question | None:
    if not isinstance(item, Mapping):
        problems[place] = _("A question is a mapping with key, kind and label.")
        return None
    before = len(problems)
    _check_names(item, place, problems)
    kind = _kind(item, place, problems)
    choices = _choices(item, place, problems)
    if kind in CHOOSING and not choices:
        problems[f"{place}.choices"] = _("A question to choose from needs its choices.")
    if len(problems) > before or kind is None:
        return None
    return Question(
        key=str(item["key"]),
        kind=kind,
        label=complete(item["label"]),
        help=complete(item.get("help")),
        required=bool(item.get("required", True)),
        choices=choices,
        minimum=item.get("min"),
        maximum=item.get("max"),
        when=_when(item.get("when")),
        fills=str(item.get("fills") or ""),
        element=str(item.get("element") or ""),
        material=str(item.get("material") or ""),
        section=complete(item.get("section")),
    )


def _check_names(item: Mapping[str, Any], place: str, problems: dict[str, Text]) -> None:
    for name in sorted(set(item) - KNOWN):
        problems[f"{place}.{name}"] = _("A question has no such part. Known: %(names)s.") % {
            "names": ", ".join(sorted(KNOWN))
        }
    if not KEY.match(str(item.get("key", ""))):
        problems[f"{place}.key"] = _("A key is small letters, digits and _, and begins with a letter.")
    if not item.get("label"):
        problems[f"{place}.label"] = _("Say what is asked.")
    for name in ("min", "max"):
        if item.get(name) is not None and not isinstance(item[name], (int, float)):
            problems[f"{place}.{name}"] = _("Write a number.")


def _kind(item: Mapping[str, Any], place: str, problems: dict[str, Text]) -> Kind | None:
    try:
        return Kind(str(item.get("kind", "")))
    except ValueError:
        problems[f"{place}.kind"] = _("Write one of: %(kinds)s.") % {"kinds": ", ".join(Kind)}
        return None


def _choices(item: Mapping[str, Any], place: str, problems: dict[str, Text]) -> tuple[Choice, ...]:
    made = []
    for at, choice in enumerate(item.get("choices") or []):
        if not isinstance(choice, Mapping) or not choice.get("value") or not choice.get("label"):
            problems[f"{place}.choices.{at}"] = _("A choice has a value and a label.")
            continue
        made.append(Choice(_as_text(choice["value"]), complete(choice["label"])))
    return tuple(made)


def _when(raw: Any) -> When | None:
    if not raw:
        return None
    wanted = raw.get("is", "yes")
    values = wanted if isinstance(wanted, list) else [wanted]
    return When(str(raw.get("key", "")), tuple(_as_text(value) for value in values))


def _as_text(value: Any) -> str:
    """YAML reads a bare yes and no as truth values; answers are always the words."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _check_together(questions: Sequence[Question], problems: dict[str, Text]) -> None:
    seen: dict[str, Question] = {}
    for at, question in enumerate(questions):
        if question.key in seen:
            problems[f"form.{at}.key"] = _("Two questions have this key.")
        wrong = _wrong_condition(question.when, seen) if question.when else ""
        if wrong:
            problems[f"form.{at}.when"] = wrong
        seen[question.key] = question


def _wrong_condition(when: When, before: Mapping[str, Question]) -> Text:
    trigger = before.get(when.key)
    if trigger is None:
        return _("It depends on a question that is not asked before it.")
    if trigger.kind not in CONDITIONING:
        return _("It can only depend on yes or no, or on a question to choose from.")
    offered = {choice.value for choice in trigger.choices} or {"yes", "no"}
    strange = [value for value in when.values if value not in offered]
    if strange or not when.values:
        return _("“%(key)s” cannot be answered with “%(value)s”.") % {
            "key": when.key,
            "value": ", ".join(strange),
        }
    return ""


def dump(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """What is stored: only the parts that say something."""
    return [_dumped(question) for question in questions]


def _dumped(question: Question) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "key": question.key,
        "kind": question.kind.value,
        "label": dict(question.label),
        "help": dict(question.help),
        "required": question.required,
        "choices": [{"value": c.value, "label": dict(c.label)} for c in question.choices],
        "min": question.minimum,
        "max": question.maximum,
        "when": {"key": question.when.key, "is": list(question.when.values)} if question.when else None,
        "fills": question.fills,
        "element": question.element,
        "material": question.material,
        "section": dict(question.section),
    }
    return {name: value for name, value in parts.items() if value not in ("", None, [], {})}
