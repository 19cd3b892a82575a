"""A half-filled application: its guide version, its questions one by one, and what is sent."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minben.cases.actions.draft import FILES, Held
from minben.cases.applications import applying
from minben.cases.intake import Submission
from minben.catalog.forms import Kind, Question, parse
from minben.catalog.models import Material, ServiceVersion
from minben.catalog.telling import in_words
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Missing
from minben.foundation.records.texts import listed
from minben.foundation.records.translated import Localized, localized

PREFIX = "apply:"
FROM_GOVERNMENT = "20"
SHAPE = re.compile(r"^apply:[a-z0-9-]{1,72}$")


@dataclass(frozen=True)
class Row:
    """One line of the check page."""

    label: str
    value: str
    href: str
    section: str = ""


@dataclass(frozen=True)
class Application:
    """A form with its questions and materials, as it is published. ``version``: of one service, if it is for one."""

    title: Localized
    questions: tuple[Question, ...]
    materials: Mapping[str, Material]
    version: ServiceVersion | None = None

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

    def fetched(self, question: Question) -> Material | None:
        """The material of this question, when government has it already (免提交)."""
        found = self.materials.get(question.material)
        return found if found and found.source == FROM_GOVERNMENT else None


def form_of(slug: str) -> str:
    return f"{PREFIX}{slug}"[:80]


def slug_of(held: Held) -> str:
    """Raises Missing for a draft of another form."""
    if not SHAPE.match(held.form):
        raise Missing(_("There is no such form here. It was given up, or not touched for 30 days."))
    return held.form.removeprefix(PREFIX)


def application(version: ServiceVersion) -> Application:
    """Raises Missing when the guide has no form to fill in online."""
    if not version.form:
        raise Missing(_("This service cannot be applied for online yet. The guide says where to go."))
    materials = {m.code: m for m in version.materials.all() if m.code}
    return Application(localized(version.name), parse(version.form), materials, version)


def rows(made: Application, held: Held, page: Callable[[str, str], str]) -> list[Row]:
    """Every answer as it is read back, with the address of its page."""
    answers = held.data.get("answers", {})
    asked = made.asked(answers)
    return [
        _row(question, answers.get(question.key), held, page(held.token, question.key)) for question in asked
    ]


def _row(question: Question, value: Any, held: Held, href: str) -> Row:
    section = str(localized(question.section))
    label = str(localized(question.label))
    if question.kind == Kind.FILE:
        names = [f["name"] for f in held.data.get(FILES, []) if f["question"] == question.key]
        return Row(label, listed(names) or "–", href, section)
    return Row(label, in_words(question, value) or "–", href, section)


def complete_answers(made: Application, held: Held) -> dict[str, Any]:
    """The draft's answers with the files in their places, for the form's own rules."""
    answers = dict(held.data.get("answers", {}))
    for question in made.questions:
        if question.kind == Kind.FILE:
            answers[question.key] = [
                f["id"] for f in held.data.get(FILES, []) if f["question"] == question.key
            ]
    return answers


def build(
    actor: Actor,
    made: Application,
    answers: Mapping[str, Any],
    files: Sequence[Mapping[str, Any]],
    region: str,
) -> tuple[Actor, Submission]:
    """Who sends what. Run inside the transaction of the sending: it makes the party."""
    version = made.version
    if version is None:
        raise LookupError("This form is not for one service.")
    return actor, dataclasses.replace(
        filled_in(actor, made, answers, files, region),
        service_version_id=version.id,
        jurisdiction_id=version.service.jurisdiction_id,
    )


def filled_in(
    actor: Actor,
    made: Application,
    answers: Mapping[str, Any],
    files: Sequence[Mapping[str, Any]],
    region: str,
) -> Submission:
    """A form as a request, whatever it is for."""
    who = applying.applicant_of(actor, made.questions, answers, region)
    return applying.request_of(who, str(made.title), made.questions, answers, files, actor.language)
