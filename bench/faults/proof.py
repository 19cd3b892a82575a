"""After the storm: everything acknowledged is there once, every effect happened once, the trail is whole."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from minben.cases.models import Case, CaseEvent, Interaction
from minben.channels.models import Message, OutboxEntry, PracticeMessage
from minben.foundation.audit.models import AuditLine
from minben.foundation.audit.seals import seal_all
from minben.foundation.audit.verify import verify
from minben.foundation.events.models import FailedEvent

from .callers import Acknowledged

PATIENCE = 180.0
UNREAD = "SELECT count(*) FROM events_eventrow WHERE xid > (SELECT min(last_xid) FROM events_subscriber)"


@dataclass(frozen=True)
class Line:
    """One thing counted. ``wrong`` must be 0."""

    what: str
    count: int
    wrong: int


def settle() -> None:
    """Wait until the worker has handed on all news and sent every message."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and (_waiting() or OutboxEntry.objects.exists()):
        time.sleep(0.5)


def _waiting() -> int:
    """News that somebody listens to; the idle part of a cursor is moved on only now and then."""
    from minben.foundation.events.subscribers import all_subscriptions

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM events_eventrow e JOIN events_subscriber s ON e.xid > s.last_xid "
            "JOIN unnest(%s::text[], %s::text[]) AS w(subscriber, name) ON w.subscriber = s.name AND w.name = e.name",
            [
                *map(
                    list, zip(*[(s.name, n) for s in all_subscriptions() for n in s.event_names], strict=True)
                )
            ],
        )
        return int((cursor.fetchone() or (0,))[0])


def lines(told: Acknowledged) -> list[Line]:
    """What must hold, counted."""
    ours = dict(Case.objects.filter(title__startswith="fault ").values_list("id", "title"))
    numbers = dict(Case.objects.filter(id__in=ours).values_list("number", "title"))
    seal_all(timezone.now())
    return [
        _kept("cases acknowledged; lost", told.cases, {title: number for number, title in numbers.items()}),
        _once("requests made; more than one case for a request", ours.values(), set(ours.values())),
        _once("messages acknowledged; lost or doubled", _messages(), told.messages),
        _once("case events of intake; not one for each case", _intakes(ours), set(ours)),
        _once("audit lines of intake; not one for each case", _audited(ours), set(ours)),
        _once("notices of receipt; not one for each case", _notices(ours), set(ours)),
        Line("messages carried; none, or more than one, for a message", *_carried()),
        Line(
            "events that a subscriber could not take",
            FailedEvent.objects.count(),
            FailedEvent.objects.count(),
        ),
        Line(
            "lines of the trail; findings of the verification",
            AuditLine.objects.count(),
            len(verify("audit")),
        ),
        Line("calls refused though nothing was wrong with them", len(told.refused), len(told.refused)),
    ]


def _kept(what: str, told: dict[str, str], found: dict[str, str]) -> Line:
    return Line(what, len(told), sum(found.get(name) != number for name, number in told.items()))


def _once(what: str, found: object, wanted: set) -> Line:
    times = Counter(found)  # type: ignore[arg-type, call-overload]
    return Line(what, sum(times.values()), sum(times[key] != 1 for key in wanted))


def _messages() -> list[str]:
    return list(
        Interaction.objects.filter(body__startswith="message of fault ").values_list("body", flat=True)
    )


def _intakes(ours: dict) -> list:
    return list(CaseEvent.objects.filter(case_id__in=ours, name="submit").values_list("case_id", flat=True))


def _audited(ours: dict) -> list:
    return list(
        AuditLine.objects.filter(case_id__in=ours, action="case.submit").values_list("case_id", flat=True)
    )


def _notices(ours: dict) -> list:
    return list(
        Message.objects.filter(case_id__in=ours, template="case_received").values_list("case_id", flat=True)
    )


def _carried() -> tuple[int, int]:
    messages = set(Message.objects.values_list("id", flat=True))
    return PracticeMessage.objects.count(), len(
        messages ^ set(PracticeMessage.objects.values_list("id", flat=True))
    )
