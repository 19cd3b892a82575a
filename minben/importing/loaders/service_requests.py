"""Service requests of another city's system, worked there: as cases with their true history, by thousands.

What the source tells is kept in its own words beside the case (``facts``). What it does not tell is not invented:
a step that must have happened goes through the state table and leaves no line (:class:`recording.Elsewhere`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from minben.agencies.models import Department, Jurisdiction
from minben.agencies.queries import centre
from minben.cases.actions.record_elsewhere import Elsewhere as Recorder
from minben.cases.history.recording import Elsewhere, PastCase, PastStep
from minben.cases.intake import BODY_MOST, PLACE_MOST, TITLE_MOST
from minben.cases.models import Kind, Urgency
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Invalid, Problem
from minben.importing import values
from minben.importing.departments import Directory
from minben.importing.mapping import Mapping
from minben.importing.outcome import Outcome, reason
from minben.importing.reading import Row

from .base import Loader

MOST = {"title": TITLE_MOST, "body": BODY_MOST, "place": PLACE_MOST, "channel": 12, "topic": 120}
EARLIEST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
KINDS = frozenset(Kind.values) - {Kind.APPLICATION.value}
URGENCIES = frozenset(Urgency.values)
PATHS = {
    "submitted": (),
    "dispatched": ("dispatch",),
    "signed": ("dispatch", "sign"),
    "in_progress": ("dispatch", "sign", "start"),
    "suspended": ("dispatch", "sign", "start", "suspend"),
}
"""The steps that lead to a state that is still open; the source tells none of them."""


@dataclass
class _Chunk:
    past: list[PastCase] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)


class ServiceRequests(Loader):
    """One row, one case. Closed before it was opened: kept, closed when it was opened, and marked."""

    chunk = 2000

    def __init__(self, actor: Actor, mapping: Mapping, jurisdiction: Jurisdiction) -> None:
        self.mapping, self.spec = mapping, mapping.fields
        self.centre = centre(jurisdiction)
        self.departments = Directory(actor, jurisdiction, mapping)
        self.recorder = Recorder(actor, jurisdiction=jurisdiction, centre=self.centre)
        self.source = f"import:{mapping.source}"
        self.now = timezone.now()
        self._found: dict[str, Department] = {}

    def load(self, rows: Sequence[Row]) -> Outcome:
        outcome, chunk = Outcome(), _Chunk()
        for row in rows:
            self._take(row, chunk, outcome)
        done = self.recorder.record(chunk.past)
        outcome.new, outcome.unchanged = done.written, done.known
        outcome.rejects += [(chunk.rows[key], why) for key, why in done.refused.items()]
        return outcome

    def finish(self) -> None:
        self.recorder.finish()

    def _take(self, row: Row, chunk: _Chunk, outcome: Outcome) -> None:
        try:
            past = self._past(row)
            if past.source_key in chunk.rows:
                raise Invalid(
                    _("The same key stands in row %(row)d.") % {"row": chunk.rows[past.source_key].number}
                )
        except Problem as problem:
            outcome.rejects.append((row, reason(problem)))
        else:
            chunk.past.append(past)
            chunk.rows[past.source_key] = row

    def _past(self, row: Row) -> PastCase:
        opened, target, closed = (self._moment(row, name) for name in ("opened_at", "target_at", "closed_at"))
        key = values.key_of(row.cells, self.mapping)
        if len(key) > 120:
            raise Invalid(_("The key is longer than 120 characters."))
        if opened is None or opened < EARLIEST or max(opened, closed or opened) > self.now:
            raise Invalid(_("The time of the request is empty, older than 1970, or lies in the future."))
        fields = self._fields(row)
        steps = self._steps(row, opened, closed, fields["answers"])
        return PastCase(
            received_at=opened,
            fields=fields,
            steps=steps,
            answer=values.texts(row.cells, self.spec.get("answer"))[:BODY_MOST] if _ended(steps) else "",
            source=self.source,
            source_key=key,
            elsewhere=Elsewhere(target, self.now, f"Target of the source: {self.mapping.source}"),
        )

    def _moment(self, row: Row, name: str) -> dt.datetime | None:
        spec = self.spec.get(name)
        found = values.moment(row.cells, spec, self.mapping) if spec is not None else None
        try:
            return found.astimezone(dt.UTC) if found is not None else None
        except OverflowError as error:
            raise Invalid(
                _("The time of the request is empty, older than 1970, or lies in the future.")
            ) from error

    def _steps(
        self, row: Row, opened: dt.datetime, closed: dt.datetime | None, facts: dict[str, Any]
    ) -> tuple[PastStep, ...]:
        """By the state that the source names; a closing time beside an open state, or before the start, is marked."""
        state, department = values.texts(row.cells, self.spec["state"]), self._department(row)
        if state != "closed":
            if state not in PATHS:
                raise Invalid(_("“%(state)s” is no state.") % {"state": state})
            if closed is not None:
                facts["_doubt"] = "closed_but_open"
            return tuple(_assumed(verb, opened, department) for verb in PATHS[state])
        if closed is None:
            raise Invalid(_("The request is closed, and the time is not told."))
        if closed < opened:
            facts["_doubt"] = "closed_before_opened"
        end = max(opened, closed)
        return (
            _assumed("dispatch", opened, department),
            _assumed("sign", opened),
            PastStep("answer", end),
            _assumed("check", end),
            PastStep("close", end),
        )

    def _department(self, row: Row) -> Department:
        rule = self.mapping.departments.name
        name = values.texts(row.cells, rule)
        if name not in self._found:
            self._found[name] = self.departments.of(row.cells) or self.centre
        return self._found[name]

    def _fields(self, row: Row) -> dict[str, Any]:
        told: dict[str, Any] = {name: values.texts(row.cells, self.spec.get(name)) for name in MOST}
        told |= {name: told[name].replace("\n", ", ") for name in ("title", "place")}
        if not told["title"]:
            raise Invalid(_("The subject is empty."))
        for name, most in MOST.items():
            if len(told[name]) > most:
                raise Invalid(
                    _("%(field)s is longer than %(most)d characters.") % {"field": name, "most": most}
                )
        told["channel"] = told["channel"] or "import"
        told |= {"language": self.mapping.language, "privacy": "anonymous"}
        told["kind"] = self._one_of(row, "kind", Kind.REPORT.value, KINDS)
        told["urgency"] = self._one_of(row, "urgency", Urgency.E2.value, URGENCIES)
        told |= self._place(row)
        told["answers"] = self._facts(row)
        return told

    def _one_of(self, row: Row, name: str, usual: str, known: frozenset[str]) -> str:
        word = values.texts(row.cells, self.spec.get(name)) or usual
        if word not in known:
            raise Invalid(_("“%(word)s” is no %(field)s.") % {"word": word, "field": name})
        return word

    def _place(self, row: Row) -> dict[str, float | None]:
        """Both or none. Zero by zero is a place in the sea: systems write it for "unknown"."""
        both = [values.texts(row.cells, self.spec.get(name)) for name in ("latitude", "longitude")]
        try:
            north, east = (float(text) if text else None for text in both)
        except ValueError as error:
            raise Invalid(
                _("“%(text)s” is no place on the earth.") % {"text": " ".join(both)[:60]}
            ) from error
        if north is None or east is None or (north == 0 and east == 0):
            return {"latitude": None, "longitude": None}
        if not (-90 <= north <= 90 and -180 <= east <= 180):
            raise Invalid(_("“%(text)s” is no place on the earth.") % {"text": " ".join(both)[:60]})
        return {"latitude": north, "longitude": east}

    def _facts(self, row: Row) -> dict[str, Any]:
        found = {name: values.texts(row.cells, spec) for name, spec in self.mapping.facts.items()}
        return {name: text for name, text in found.items() if text}


def _assumed(verb: str, at: dt.datetime, department: Department | None = None) -> PastStep:
    sent = department if verb == "dispatch" else None
    return PastStep(verb, at, department=sent, data={"assumed": True})


def _ended(steps: Sequence[PastStep]) -> bool:
    return bool(steps) and steps[-1].verb == "close"
