"""A form that is filled in for somebody, as the desk shows it: in sections, with what is known and from whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from minben.cases.actions.assist import Helped
from minben.cases.actions.draft import FILES
from minben.catalog.forms import Kind, Question
from minben.catalog.models import Material
from minben.catalog.telling import in_words
from minben.desk.forms.assist import AnswersForm
from minben.foundation.records.texts import listed
from minben.foundation.records.translated import localized

from .person import source_name

WIDE = frozenset({Kind.FILE, Kind.LONG_TEXT, Kind.ADDRESS, Kind.CHOICES})
GROUPS = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})
"""Kinds that are several inputs: the first one is where a link leads."""


@dataclass(frozen=True)
class Asked:
    """One question. ``bound`` is None for files; ``only_if`` says on which answer it depends."""

    question: Question
    bound: Any = None
    known: str = ""
    only_if: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    wrong: str = ""
    fetched: Material | None = None

    @property
    def is_file(self) -> bool:
        return self.question.kind == Kind.FILE

    @property
    def wide(self) -> bool:
        return self.question.kind in WIDE

    @property
    def optional(self) -> bool:
        return not self.question.required

    @property
    def label(self) -> str:
        return str(localized(self.question.label))

    @property
    def hint(self) -> str:
        return str(localized(self.question.help))

    @property
    def trigger(self) -> str:
        return self.question.when.key if self.question.when else ""

    @property
    def values(self) -> str:
        return ",".join(self.question.when.values) if self.question.when else ""


@dataclass(frozen=True)
class Section:
    title: str
    asked: list[Asked]


def sections(helped: Helped, form: AnswersForm, wrong: Mapping[str, str]) -> list[Section]:
    """The whole form under its headings, but for what is promised at the end."""
    made: list[Section] = []
    for question in helped.questions:
        if question.kind == Kind.PROMISE:
            continue
        title = str(localized(question.section))
        if not made or (title and made[-1].title != title):
            made.append(Section(title or _("The application"), []))
        made[-1].asked.append(_asked(helped, form, question, wrong))
    return made


def _asked(
    helped: Helped,
    form: AnswersForm,
    question: Question,
    wrong: Mapping[str, str],
) -> Asked:
    is_file = question.kind == Kind.FILE
    return Asked(
        question,
        bound=None if is_file else form[question.key],
        known=_known(helped, question),
        only_if=_only_if(helped, question),
        files=_files(helped, question) if is_file else [],
        wrong=wrong.get(question.key, ""),
        fetched=helped.matter.fetched(question),
    )


def _known(helped: Helped, question: Question) -> str:
    """From whom the answer is known, while it is still that one."""
    known = helped.known.get(question.key)
    if known is None:
        return ""
    source = source_name(known.source) if known.source else _("unknown")
    if known.number_id:
        words = _("On record: %(tail)s (from %(source)s). Leave it empty to use that number.")
        return words % {"tail": known.tail, "source": source}
    if helped.answers.get(question.key) != known.value:
        return ""
    return _("From the record (%(source)s)") % {"source": source}


def _only_if(helped: Helped, question: Question) -> str:
    if question.when is None:
        return ""
    on = next((one for one in helped.questions if one.key == question.when.key), None)
    if on is None:
        return ""
    told = listed([in_words(on, value) for value in question.when.values])
    return _("Only if “%(question)s” is: %(answer)s") % {"question": localized(on.label), "answer": told}


def _files(helped: Helped, question: Question) -> list[dict[str, Any]]:
    held = helped.held.data.get(FILES, [])
    return [
        {"name": f["name"], "size": f["size"], "remove": f["id"]}
        for f in held
        if f["question"] == question.key
    ]


@dataclass(frozen=True)
class Row:
    """One line to read back to the person."""

    label: str
    value: str
    target: str
    known: str = ""


def summary(helped: Helped) -> list[tuple[str, list[Row]]]:
    """Every answer that will be sent, under its heading."""
    made: list[tuple[str, list[Row]]] = []
    answers = helped.answers
    for question in helped.questions:
        if question.kind == Kind.PROMISE or not question.asked(answers):
            continue
        title = str(localized(question.section))
        if not made or (title and made[-1][0] != title):
            made.append((title or _("The application"), []))
        made[-1][1].append(_row(helped, question, answers.get(question.key)))
    return made


def _row(helped: Helped, question: Question, value: Any) -> Row:
    label = str(localized(question.label))
    if question.kind == Kind.FILE:
        names = [one["name"] for one in _files(helped, question)]
        return Row(label, listed(names) or "–", f"id_file_{question.key}")
    target = f"id_a-{question.key}" + ("_0" if question.kind in GROUPS else "")
    if helped.from_record(question):
        return Row(label, helped.known[question.key].tail, target, _known(helped, question))
    return Row(label, in_words(question, value) or "–", target)
