"""A half-filled application: its questions one by one, and its answers read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minben.cases.actions.draft import FILES, Held
from minben.cases.applications.matter import Matter
from minben.catalog.forms import Kind, Question
from minben.catalog.telling import in_words
from minben.foundation.records.errors import Missing
from minben.foundation.records.texts import listed
from minben.foundation.records.translated import Localized, localized


@dataclass(frozen=True)
class Row:
    """One line of the check page."""

    label: str
    value: str
    href: str
    section: str = ""


@dataclass(frozen=True)
class Application:
    """A form with its questions and materials, as it is published."""

    matter: Matter

    @property
    def title(self) -> Localized:
        return localized(self.matter.name)

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.matter.questions

    def asked(self, answers: Mapping[str, Any]) -> list[Question]:
        """The questions of this application, in order; promises are made on the check page."""
        return [q for q in self.questions if q.kind != Kind.PROMISE and q.asked(answers)]

    @property
    def promises(self) -> list[Question]:
        return [q for q in self.questions if q.kind == Kind.PROMISE]

    def question(self, key: str) -> Question:
        found = next((q for q in self.questions if q.key == key and q.kind != Kind.PROMISE), None)
        if found is None:
            raise Missing(_("This form has no such page."))
        return found


def rows(made: Application, held: Held, page: Callable[[str, str], str]) -> list[Row]:
    """Every answer as it is read back, with the address of its page and the heading that it stands under."""
    answers, found, section = held.data.get("answers", {}), list[Row](), ""
    for question in made.asked(answers):
        section = str(localized(question.section)) or section
        value, href = answers.get(question.key), page(held.token, question.key)
        found.append(Row(str(localized(question.label)), _value(question, value, held), href, section))
    return found


def _value(question: Question, value: Any, held: Held) -> str:
    if question.kind != Kind.FILE:
        return in_words(question, value) or "–"
    names = [f["name"] for f in held.data.get(FILES, []) if f["question"] == question.key]
    return listed(names) or "–"


def complete_answers(made: Application, held: Held) -> dict[str, Any]:
    """The draft's answers with the files in their places, for the form's own rules."""
    answers = dict(held.data.get("answers", {}))
    for question in made.questions:
        if question.kind == Kind.FILE:
            answers[question.key] = [
                f["id"] for f in held.data.get(FILES, []) if f["question"] == question.key
            ]
    return answers
