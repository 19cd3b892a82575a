"""Finished messages with their replies, as cases with their history and true times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minben.agencies.models import Department, Jurisdiction
from minben.agencies.queries import centre
from minben.cases.actions.record_history import make_room, record_history
from minben.cases.history.recording import PastCase, PastStep
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
from .senders import Senders

MOST = {"title": TITLE_MOST, "body": BODY_MOST, "place": PLACE_MOST, "channel": 12, "topic": 120}
EARLIEST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass
class _Chunk:
    """Rows that can be taken: what they say, and by which key their case is known."""

    past: list[PastCase] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)


class Messages(Loader):
    """Received, dispatched, answered, closed. Times the source does not tell are marked as assumed on the step."""

    def __init__(self, actor: Actor, mapping: Mapping, jurisdiction: Jurisdiction) -> None:
        self.actor, self.mapping, self.jurisdiction = actor, mapping, jurisdiction
        self.centre = centre(jurisdiction)
        self.departments = Directory(actor, jurisdiction, mapping)
        self.source = f"import:{mapping.source}"
        self.now = timezone.now()

    def load(self, rows: Sequence[Row]) -> Outcome:
        outcome, chunk = Outcome(), _Chunk()
        senders = Senders(self.actor, self.source, self._senders(rows))
        for row in rows:
            self._take(row, chunk, senders, outcome)
        make_room(chunk.past)
        with transaction.atomic():
            senders.store()
            self._record(chunk, outcome)
        return outcome

    def _senders(self, rows: Sequence[Row]) -> list[str]:
        spec = self.mapping.fields.get("party")
        return [text for row in rows if (text := values.texts(row.cells, spec))]

    def _take(self, row: Row, chunk: _Chunk, senders: Senders, outcome: Outcome) -> None:
        try:
            past = self._past(row, senders)
            if past.source_key in chunk.rows:
                raise Invalid(
                    _("The same key stands in row %(row)d.") % {"row": chunk.rows[past.source_key].number}
                )
        except Problem as problem:
            outcome.rejects.append((row, reason(problem)))
        else:
            chunk.past.append(past)
            chunk.rows[past.source_key] = row

    def _record(self, chunk: _Chunk, outcome: Outcome) -> None:
        if not chunk.past:
            return
        done = record_history(self.actor, chunk.past, jurisdiction=self.jurisdiction, centre=self.centre)
        outcome.new += done.written
        outcome.unchanged += done.known
        outcome.rejects += [(chunk.rows[key], why) for key, why in done.refused.items()]

    def _past(self, row: Row, senders: Senders) -> PastCase:
        received, replied = self._times(row)
        fields = self._fields(row)
        reply = values.texts(row.cells, self.mapping.fields["reply"])
        if not reply:
            raise Invalid(_("The reply is empty."))
        department = self.departments.of(row.cells) or self.centre
        sender = values.texts(row.cells, self.mapping.fields.get("party"))
        key = values.key_of(row.cells, self.mapping)
        if len(key) > 120:
            raise Invalid(_("The key is longer than 120 characters."))
        fields["party_id"] = senders.of(sender, received) if sender else None
        return PastCase(
            received_at=received,
            fields=fields,
            steps=_steps(received, replied, department),
            answer=reply,
            source=self.source,
            source_key=key,
        )

    def _times(self, row: Row) -> tuple[dt.datetime, dt.datetime]:
        spec = self.mapping.fields
        received = values.moment(row.cells, spec["received_at"], self.mapping)
        replied = values.moment(row.cells, spec["replied_at"], self.mapping)
        if received is None or replied is None:
            raise Invalid(_("The time of the message or of its reply is empty."))
        if received < EARLIEST:
            raise Invalid(_("The message is older than 1970; such a time cannot be kept."))
        if replied < received:
            raise Invalid(_("The reply is older than the message."))
        if replied > self.now:
            raise Invalid(_("The reply lies in the future."))
        return received, replied

    def _fields(self, row: Row) -> dict[str, Any]:
        spec = self.mapping.fields
        told: dict[str, Any] = {name: values.texts(row.cells, spec.get(name)) for name in MOST}
        told["kind"] = values.texts(row.cells, spec.get("kind")) or Kind.OTHER
        told["urgency"] = values.texts(row.cells, spec.get("urgency")) or Urgency.E2
        told["channel"] = told["channel"] or "web"
        told["language"] = self.mapping.language
        if not told["title"]:
            raise Invalid(_("The subject is empty."))
        for name, most in MOST.items():
            if len(told[name]) > most:
                raise Invalid(
                    _("%(field)s is longer than %(most)d characters.") % {"field": name, "most": most}
                )
        if told["kind"] not in Kind.values or told["kind"] == Kind.APPLICATION:
            raise Invalid(_("“%(kind)s” is no kind of message.") % {"kind": told["kind"]})
        if told["urgency"] not in Urgency.values:
            raise Invalid(_("“%(urgency)s” is no urgency.") % {"urgency": told["urgency"]})
        return told


def _steps(received: dt.datetime, replied: dt.datetime, department: Department) -> tuple[PastStep, ...]:
    assumed = {"assumed": True}
    return (
        PastStep("dispatch", received, department=department, data=assumed),
        PastStep("sign", received, data=assumed),
        PastStep("answer", replied),
        PastStep("check", replied, data=assumed),
        PastStep("close", replied),
    )
