"""What was filled in on an application, as the desk shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from minben.cases.applications.sealing import SEALED
from minben.cases.models import Case
from minben.catalog.forms import Question, parse
from minben.catalog.telling import in_words
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.records.errors import Invalid
from minben.foundation.records.texts import listed
from minben.foundation.records.translated import localized


@dataclass(frozen=True)
class Answer:
    """One field of an application with what was filled in."""

    label: str
    value: str
    key: str = ""
    """Set for a sealed number that the reader may see in full, with a reason."""


def answers(actor: Actor, case: Case) -> list[Answer]:
    """What was filled in, in the order and words of the guide version that the case is bound to."""
    sealed = case.answers.get(SEALED, {}) if allowed(actor, "party.reveal", case.party_id) else {}
    questions = {q.key: q for q in _questions(case)}
    keys = [key for key in questions if key in case.answers]
    keys += [key for key in case.answers if key not in questions and not key.startswith("_")]
    return [_answer(key, case.answers[key], questions.get(key), opens=key in sealed) for key in keys]


def question_label(case: Case, key: str) -> str:
    """The words of one question, for the page that shows its sealed answer."""
    labels = {question.key: str(localized(question.label)) for question in _questions(case)}
    return labels.get(key, key)


def _questions(case: Case) -> tuple[Question, ...]:
    try:
        return parse(case.service_version.form) if case.service_version else ()
    except Invalid:
        return ()


def _answer(key: str, value: Any, question: Question | None, *, opens: bool) -> Answer:
    door = key if opens else ""
    if question is None:
        return Answer(key, _shown(value), door)
    return Answer(str(localized(question.label)), in_words(question, value), door)


def _shown(value: Any) -> str:
    """An answer whose question is not known any more."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    items = value if isinstance(value, list) else [value]
    return listed(str(item) for item in items)
