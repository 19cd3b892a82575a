"""One matter, one application (一件事): the forms and materials of several services as one.

国办发〔2022〕32号: one notice, one form, one set of materials, one window, one net. The rules (DOMAIN.md §4.4; GovStack
Registration): fields are one when they hold the same data element; a material is asked once; what an earlier service of the
bundle produces is never asked, neither as a file nor as a figure on it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .forms import Kind, Question, When


@dataclass(frozen=True)
class Part:
    """One service as a part: its questions, what it must wait for, and what comes of it (codes and data elements)."""

    key: str
    questions: tuple[Question, ...]
    after: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Merged:
    """The one form. ``places``: for each part, which of its own questions an answer of the one form goes to."""

    questions: tuple[Question, ...]
    places: Mapping[str, Mapping[str, str]]
    saved: tuple[tuple[str, str], ...] = ()
    """Questions that are not asked: the part that would have asked, and its own key."""

    def answers_for(self, part: str, answers: Mapping[str, Any]) -> dict[str, Any]:
        """What one part's own form would have held."""
        return {own: answers[key] for own, key in self.places[part].items() if key in answers}


@dataclass
class _Merging:
    questions: dict[str, Question] = field(default_factory=dict)
    by_mark: dict[tuple[str, str], str] = field(default_factory=dict)
    places: dict[str, dict[str, str]] = field(default_factory=dict)
    saved: list[tuple[str, str]] = field(default_factory=list)

    def take(self, part: Part, known: frozenset[str]) -> None:
        here = self.places.setdefault(part.key, {})
        for question in part.questions:
            if _marks(question) & known:
                self.saved.append((part.key, question.key))
            else:
                here[question.key] = self._placed(part, question)
        for question in part.questions:
            self._depends(here, question)

    def _placed(self, part: Part, question: Question) -> str:
        """The key under which it is asked: that of the same element, or one of its own."""
        mark = _mark(question)
        if mark in self.by_mark and self._fits(self.by_mark[mark], question):
            return self._again(self.by_mark[mark], question)
        key = (
            question.key
            if question.key not in self.questions
            else f"{part.key}__{question.key}".replace("-", "_")
        )
        self.by_mark.setdefault(mark, key)
        self.questions[key] = dataclasses.replace(question, key=key)
        return key

    def _fits(self, key: str, question: Question) -> bool:
        """A choice is the same only with the same choices."""
        return {choice.value for choice in self.questions[key].choices} == {
            choice.value for choice in question.choices
        }

    def _again(self, key: str, question: Question) -> str:
        """Asked if one of the parts asks it always, and needed if one of them needs it."""
        held = self.questions[key]
        when = held.when if question.when is not None else None
        self.questions[key] = dataclasses.replace(
            held, required=held.required or question.required, when=when
        )
        return key

    def _depends(self, here: Mapping[str, str], question: Question) -> None:
        """A condition names the key under which its question is asked now; one on what is not asked falls away."""
        key = here.get(question.key)
        held = self.questions.get(key or "")
        if held is None or held.when is None or question.when is None or held.when.key != question.when.key:
            return
        target = here.get(question.when.key)
        when = When(target, question.when.values) if target else None
        self.questions[held.key] = dataclasses.replace(held, when=when)


def merged(parts: Sequence[Part]) -> Merged:
    """The forms of ``parts``, in their order, as one."""
    into = _Merging()
    for part in parts:
        into.take(part, known_before(part, parts))
    return Merged(tuple(into.questions.values()), into.places, tuple(into.saved))


def known_before(part: Part, parts: Sequence[Part]) -> frozenset[str]:
    """What the parts that come before it, directly or not, will have produced."""
    by_key = {one.key: one for one in parts}
    found, waiting = set[str](), list(part.after)
    seen: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in by_key and key not in seen:
            seen.add(key)
            found |= by_key[key].gives
            waiting += by_key[key].after
    return frozenset(found)


def _marks(question: Question) -> frozenset[str]:
    return frozenset(mark for mark in (question.element, question.fills, question.material) if mark)


def _mark(question: Question) -> tuple[str, str]:
    """What makes two questions one: the data element, the material, or else the very same key and kind."""
    if question.kind == Kind.FILE and question.material:
        return "material", question.material
    if question.element or question.fills:
        return question.kind, question.element or question.fills
    if question.kind == Kind.PROMISE:
        return "promise", str(sorted(question.label.items(), key=str))
    return question.kind, f"{question.key}:{sorted(question.label.items(), key=str)}"


@dataclass(frozen=True)
class Effort:
    """What it costs somebody: forms to fill, questions, materials, visits, days."""

    forms: int
    questions: int
    materials: int
    visits: int
    days: int


def alone(parts: Iterable[tuple[Part, int, int]]) -> Effort:
    """Each for itself: (part, visits, days promised). Days add up, as one waits for another."""
    rows = list(parts)
    files = sum(1 for part, _v, _d in rows for q in part.questions if q.kind == Kind.FILE)
    asked = sum(1 for part, _v, _d in rows for q in part.questions if q.kind not in (Kind.FILE, Kind.PROMISE))
    return Effort(len(rows), asked, files, sum(v for _p, v, _d in rows), sum(d for _p, _v, d in rows))


def together(form: Merged, visits: int, days: int) -> Effort:
    """As one."""
    files = sum(1 for q in form.questions if q.kind == Kind.FILE)
    asked = sum(1 for q in form.questions if q.kind not in (Kind.FILE, Kind.PROMISE))
    return Effort(1, asked, files, visits, days)
