"""What a clerk sees at the counter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils.http import quote_etag

from minben.visits import queries
from minben.visits.fairness import choose
from minben.visits.keeping import reception_of
from minben.visits.models import Counter, Reception, Ticket
from minben.visits.names import service_names
from minben.visits.queue import line_for, rules_of, waiting_at

SHOWN = 8


@dataclass(frozen=True)
class Row:
    """Somebody who waits, as the clerk sees them before calling: a number and what it is about, no name."""

    ticket: Ticket
    service: str

    @property
    def passed(self) -> bool:
        return self.ticket.for_counter_id is not None


@dataclass(frozen=True)
class Console:
    """``rows``: in the order in which this counter would call them."""

    counter: Counter
    here: Ticket | None
    service: str
    rows: list[Row]
    waiting: int
    others: list[Counter]


def console(counter: Counter, now: dt.datetime) -> Console:
    """A fixed number of statements, however many wait."""
    here = queries.at_counter(counter)
    order = choose(line_for(counter, now), rules_of(counter.office_id), now, run=counter.run).order
    day = now.astimezone(counter.office.department.jurisdiction.zone).date()
    tickets = {one.id: one for one in waiting_at(counter.office_id, day)}
    shown = [tickets[key] for key in order[:SHOWN] if key in tickets]
    names = service_names([one.service_id for one in [*shown, *([here] if here else [])]])
    return Console(
        counter=counter,
        here=here,
        service=names[here.service_id] if here else "",
        rows=[Row(one, names[one.service_id]) for one in shown],
        waiting=len(order),
        others=queries.others_open(counter),
    )


def tag_of(counter: Counter) -> str:
    """Changes when anything at the office does."""
    return version_tag(reception_of(counter.office_id), counter.id)


def version_tag(reception: Reception, *more: UUID) -> str:
    return quote_etag("-".join(map(str, (reception.version, *more))))
