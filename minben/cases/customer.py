"""One customer's contacts and cases over all channels, as one member of staff may see them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minben.channels.models import Message
from minben.channels.queries import Sent, messages_before
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.records.errors import Invalid
from minben.foundation.records.ids import moment_of
from minben.foundation.records.keyset import decode_cursor, encode_cursor

from .models import Case, CaseScope, Interaction
from .scope import remember
from .states import FINAL


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
    """The one timeline of a customer, newest first, in five statements at any depth.

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
    """Open cases of the customer, and those they asked for on behalf of others, newest first: two statements."""
    ids = set(party_ids)
    rows = Case.objects.filter(Q(party_id__in=ids) | Q(asked_by_id__in=ids)).exclude(status__in=FINAL)
    found = list(rows.select_related("department", "party").order_by("-id")[:limit])
    seen_by, mine = remember(found), actor.departments(*CASE_ROLES)
    return [OpenCase(row, not (seen_by[row.id] & mine), row.party_id not in ids) for row in found]


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
    rows = Interaction.objects.filter(party_id__in=ids)
    return list((rows.filter(id__lt=before) if before else rows).order_by("-id")[:size])


def _key(item: Interaction | Sent) -> uuid.UUID:
    return item.message.id if isinstance(item, Sent) else item.id


def _told(actor: Actor, items: Sequence[Interaction | Sent]) -> list[Moment]:
    wanted = {case_id for item in items if (case_id := _case_id(item))}
    cases = Case.objects.select_related("department").in_bulk(wanted)
    scopes = CaseScope.objects.filter(case_id__in=wanted, department_id__in=actor.departments(*CASE_ROLES))
    seen = set(scopes.values_list("case_id", flat=True))
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
