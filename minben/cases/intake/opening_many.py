"""Many new requests in one call: the first two of a shape are opened in full, the others are written after them.

A shape is all that decides what a request becomes: its kind, door, service, topic, place in the register, and the like.
What belongs to one request alone (its texts, customer, number and keys) is a gap. The gaps are found by opening one
more request of that shape, with values that occur nowhere else, and looking where they turn up in its rows; so the rows are
those of :mod:`~minben.cases.intake.opening`, by the same rules. A test compares them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db import models

from minben.cases.course import drawn
from minben.cases.models import Case, CaseSearch
from minben.cases.reading import searching
from minben.foundation import textsearch
from minben.foundation.access.actor import Actor
from minben.foundation.files.models import Document
from minben.foundation.records.copying import as_text
from minben.foundation.records.ids import new_id, new_id_text
from minben.foundation.records.writing import Line, as_written, attributes, line_of, values
from minben.parties.queries import Standing

from . import numbers, opening
from .submission import Submission, Submitted, clean

_NONE = uuid.UUID(int=0)
_OF_ONE = ("title", "body", "place", "external_id")
"""Texts that one request has alone."""
_PEOPLE = ("party_id", "asked_by_id")
_BY_COLUMN = {
    (Case, "answers"): "answers",
    (Case, "latitude"): "latitude",
    (Case, "longitude"): "longitude",
    (CaseSearch, "vector"): "vector",
}
_SHAPE = (
    "kind", "channel", "language", "jurisdiction_id", "privacy", "urgency", "service_version_id", "topic", "area_code",
    "practice",
)  # fmt: skip
_shape = itemgetter(*_SHAPE)
_WORD = re.compile(r"[0-9A-Za-z_-]{20,}")
"""A key, a token, a digest: every mark is one."""
_PLAIN = frozenset({"case", "number", "party_id", "asked_by_id", "token", "digest", "own"})
"""What may stand inside of JSON: it needs no escaping there."""


@dataclass(frozen=True)
class Opening:
    """A case that is not written yet, as lines of COPY."""

    told: Submitted
    lines: list[Line]
    documents: list[Document]


@dataclass
class Openings:
    """The requests of one call. Not for two threads."""

    actor: Actor
    known: opening.Known
    moulds: dict[tuple[Any, ...], _Mould | None] = field(default_factory=dict)

    def open(self, submission: Submission, number: str) -> Opening:
        """Everything that taking this request writes."""
        if (
            submission.document_ids
            or submission.secret_answers
            or submission.event_id
            or submission.privacy == Case.Privacy.CONFIDENTIAL
            or not self._begins_plainly(submission)
        ):
            return self._in_full(submission, number)
        shape = self._shape_of(submission)
        if shape not in self.moulds:
            self.moulds[shape] = None
            return self._in_full(submission, number)
        mould = self.moulds[shape]
        if mould is None:
            mould = self.moulds[shape] = _cut(self.actor, submission, self.known)
        return mould.cast(submission, number, self._standing(submission).name)

    def _in_full(self, submission: Submission, number: str) -> Opening:
        made = opening.opened(self.actor, submission, number=number, known=self.known)
        return Opening(made.told, [line_of(row) for row in made.rows], made.documents)

    def _shape_of(self, submission: Submission) -> tuple[Any, ...]:
        given = (bool(submission.party_id), bool(submission.asked_by_id), None in _point(submission))
        return (*_shape(vars(submission)), *given, self._standing(submission).statutory)

    def _begins_plainly(self, submission: Submission) -> bool:
        """A drawn process that asks for something at its beginning has a run of its own from the start."""
        return drawn.begins_plainly(
            submission.kind, self.known.versions.get(submission.service_version_id or _NONE)
        )

    def _standing(self, submission: Submission) -> Standing:
        found = self.known.standings.get(submission.party_id) if submission.party_id else None
        return found or opening.NOBODY


def _point(submission: Submission) -> tuple[float | None, float | None]:
    return submission.latitude, submission.longitude


@dataclass(frozen=True)
class _Row:
    """A line with gaps, and which of the values fill them."""

    model: type[models.Model]
    text: str
    fill: Callable[[Mapping[str, str]], tuple[str, ...]]


@dataclass(frozen=True)
class _Mould:
    """The rows of one shape."""

    rows: list[_Row]
    promised_at: dt.datetime | None
    named: bool

    def cast(self, submission: Submission, number: str, name: str) -> Opening:
        """The rows of one more request; ``name`` is that of its customer."""
        key, token = new_id(), numbers.new_token()
        code = numbers.code_for(token)
        gaps = _texts(submission)
        words = searching.words(
            number, gaps["title"], name if self.named else "", gaps["place"], gaps["body"]
        )
        gaps["vector"] = textsearch.vector(words)
        gaps = {gap: as_text(value) for gap, value in gaps.items()}
        gaps |= {"case": str(key), "number": number, "token": token, "digest": numbers.code_digest(code)}
        told = Submitted(key, number, code, token, self.promised_at)
        return Opening(told, [_cast(row, gaps) for row in self.rows], [])


def _texts(submission: Submission) -> dict[str, Any]:
    asked = vars(submission)
    cleaned = {name: clean(asked[name]) for name in ("title", "body", "place")}
    same = ("external_id", "latitude", "longitude", *_PEOPLE)
    answers = as_written(Case, "answers", asked["answers"])
    return cleaned | {name: asked[name] for name in same} | {"answers": answers}


def _cast(row: _Row, gaps: dict[str, str]) -> Line:
    gaps["own"] = new_id_text()
    return row.model, row.text % row.fill(gaps)


def _cut(actor: Actor, submission: Submission, known: opening.Known) -> _Mould:
    """Open a request of this shape whose own values occur nowhere else, and see where they turn up."""
    marks: dict[str, Any] = {name: secrets.token_hex(12) for name in _OF_ONE}
    marks |= {name: uuid.uuid4() for name in _PEOPLE if getattr(submission, name)}
    number = secrets.token_hex(12)
    standing = known.standings.get(submission.party_id) if submission.party_id else None
    people = {marks[name]: standing or opening.NOBODY for name in _PEOPLE if name in marks}
    model = dataclasses.replace(submission, **marks)
    made = opening.opened(actor, model, number=number, known=dataclasses.replace(known, standings=people))
    told = made.told
    marks |= {"case": told.case_id, "number": number, "token": told.token}
    found = {str(mark): name for name, mark in marks.items()} | {numbers.code_digest(told.code): "digest"}
    rows = [_row(row, {str(row.pk): "own"} | found) for row in made.rows]
    return _Mould(rows, told.promised_at, named=submission.privacy == Case.Privacy.OPEN)


def _row(row: models.Model, marks: Mapping[str, str]) -> _Row:
    """Raises TypeError where a value of this one request would stand as it must not."""
    model, gaps, pieces = type(row), [], []
    for attribute, value in zip(attributes(model), values(row), strict=True):
        named = _BY_COLUMN.get((model, attribute))
        text, here = ("%s", [named]) if named else _gapped(as_text(value), marks)
        inside = isinstance(model._meta.get_field(attribute), models.JSONField) and not named
        if (inside and not _PLAIN.issuperset(here)) or any(mark in text for mark in marks):
            raise TypeError(f"{model.__name__}.{attribute} holds a value of the request that cannot be cast.")
        gaps += here
        pieces.append(text)
    return _Row(model, "\t".join(pieces) + "\n", _filler(gaps))


def _gapped(text: str, marks: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text with a gap for each mark in it, and what fills them."""
    found: list[str] = []

    def gap(word: re.Match[str]) -> str:
        if word[0] not in marks:
            return word[0]
        found.append(marks[word[0]])
        return "%s"

    return _WORD.sub(gap, text.replace("%", "%%")), found


def _filler(gaps: list[str]) -> Callable[[Mapping[str, str]], tuple[str, ...]]:
    return itemgetter(*gaps) if len(gaps) > 1 else lambda values: (values[gaps[0]],)
