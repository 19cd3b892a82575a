"""One customer's contacts and cases over all channels, as one member of staff may see them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from minben.cases.models import Case, Interaction
from minben.cases.scope import in_scope, seen_by
from minben.channels.models import Message
from minben.channels.queries import Sent, messages_before
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.records import prepared
from minben.foundation.records.errors import Invalid
from minben.foundation.records.ids import HIGHEST_ID, moment_of
from minben.foundation.records.keyset import decode_cursor, encode_cursor
from minben.foundation.records.reading import made, newest_of_each

from . import beside


@dataclass(frozen=True)
class Moment:
    """One contact or one notice. ``closed``: it belongs to a case that the reader's departments do not see."""

    id: uuid.UUID
    contact: Interaction | None = None
    sent: Sent | None = None
    case: Case | None = None
    closed: bool = False

    @property
    def at(self) -> dt.datetime:
        return moment_of(self.id)


@dataclass(frozen=True)
class Moments:
    """A page of the timeline; ``next`` is the cursor of the older ones, "" when there are none."""

    items: list[Moment]
    next: str
    at_start: bool
    previous: str = ""


@dataclass(frozen=True)
class OpenCase:
    """An open case. ``closed``: another department's; only that there is one may be known."""

    case: Case
    closed: bool
    for_other: bool


def moments(actor: Actor, party_ids: Iterable[uuid.UUID], *, cursor: str = "", size: int = 30) -> Moments:
    """The one timeline of a customer, newest first, in four statements at any depth.

    Contacts and notices of cases out of the actor's scope stand there without their words; what belongs to a
    confidential or anonymous case does not stand there at all (DESIGN §5).
    """
    ids, before = list(party_ids), _before(cursor)
    contacts = _contacts(ids, before, size + 1)
    notices = messages_before(ids, before, size + 1)
    both: list[Interaction | Sent] = [*contacts, *notices]
    merged = sorted(both, key=_key, reverse=True)
    shown = merged[:size]
    more = len(merged) > size
    after = encode_cursor([_key(shown[-1])], False) if more else ""
    return Moments(_told(actor, shown), after, not cursor)


def open_cases(actor: Actor, party_ids: Iterable[uuid.UUID], *, limit: int = 50) -> list[OpenCase]:
    """Open cases of the customer, and those they asked for on behalf of others, newest first: one statement."""
    ids = set(party_ids)
    return [
        OpenCase(row, not in_scope(actor, row, *CASE_ROLES), row.party_id not in ids)
        for row in beside.open_of(list(ids), limit)
    ]


def _before(cursor: str) -> uuid.UUID | None:
    if not cursor:
        return None
    _backwards, values = decode_cursor(cursor)
    try:
        return uuid.UUID(values[0])
    except (ValueError, IndexError) as error:
        raise Invalid(
            _("This page address is not valid any more. Start again from the first page.")
        ) from error


def _contacts(ids: list[uuid.UUID], before: uuid.UUID | None, size: int) -> list[Interaction]:
    return [made(Interaction, row) for row in prepared.rows(_NEWEST, [ids, before or HIGHEST_ID, size])]


_NEWEST = newest_of_each(Interaction, "party_id")


def _key(item: Interaction | Sent) -> uuid.UUID:
    return item.message.id if isinstance(item, Sent) else item.id


def _told(actor: Actor, items: Sequence[Interaction | Sent]) -> list[Moment]:
    wanted = {case_id for item in items if (case_id := _case_id(item))}
    if not wanted:
        return [told for item in items if (told := _moment(item, {}, set()))]
    cases = {case.id: case for case in beside.alone(list(wanted))}
    departments = actor.departments(*CASE_ROLES)
    seen = {key for key, case in cases.items() if departments & seen_by(case)}
    made = (_moment(item, cases, seen) for item in items)
    return [moment for moment in made if moment is not None]


def _case_id(item: Interaction | Sent) -> uuid.UUID | None:
    return item.message.case_id if isinstance(item, Sent) else item.case_id


def _moment(item: Interaction | Sent, cases: dict[uuid.UUID, Case], seen: set[uuid.UUID]) -> Moment | None:
    case_id = _case_id(item)
    case = cases.get(case_id) if case_id else None
    if case is not None and case.privacy != Case.Privacy.OPEN:
        return None
    closed = case_id is not None and case_id not in seen
    kept = None if closed else case
    if isinstance(item, Sent):
        return Moment(item.message.id, sent=item, case=kept, closed=closed)
    return Moment(item.id, contact=item, case=kept, closed=closed)


def words_of(message: Message) -> str:
    """What a line may show of a notice: never a one-time code."""
    return "" if message.kind == "code" else (message.subject or message.body[:120])
