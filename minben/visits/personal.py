"""What visits tell of people: when they came, for what, what was noted, how they rated it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import ngettext

from minben.cases.models import Rating, RepairCase
from minben.foundation.records.errors import Text
from minben.foundation.records.personal import Personal, holds_personal

from .models import Appointment, Ticket

Ids = Iterable[UUID]
GONE = "—"


def _tickets(ids: Ids) -> QuerySet[Ticket]:
    return Ticket.objects.filter(party_id__in=list(ids))


def _export_tickets(ids: Ids) -> list[dict[str, Any]]:
    """With the rating, which is kept beside those of cases."""
    rows = list(
        _tickets(ids)
        .order_by("id")
        .values("id", "day", "letter", "number", "service_id", "state", "basis", "proof", "note")
    )
    given = Rating.objects.filter(visit_id__in=[row["id"] for row in rows])
    ratings = {row["visit_id"]: row for row in given.values("visit_id", "level", "reasons", "comment")}
    return [{**row, "rating": ratings.get(row["id"])} for row in rows]


def _erase_tickets(ids: Ids) -> int:
    """A bad rating keeps a reason, as the law asks; the words go. A priority keeps its law, not what was seen."""
    keys = list(_tickets(ids).values_list("id", flat=True))
    rows = Rating.objects.filter(visit_id__in=keys)
    rows.filter(level__lt=3, reasons=[]).update(comment=GONE)
    rows.exclude(level__lt=3, reasons=[]).update(comment="")
    RepairCase.objects.filter(rating__visit_id__in=keys).update(
        contact_note="", result="", proof="", appeal="", decision=""
    )
    return Ticket.objects.filter(id__in=keys).update(note="", proof="")


def _to_come(ids: Ids) -> Text:
    count = Appointment.objects.filter(party_id__in=list(ids), state=Appointment.State.BOOKED).count()
    if not count:
        return ""
    said = ngettext(
        "%(count)d appointment is still to come. Cancel it first.",
        "%(count)d appointments are still to come. Cancel them first.",
        count,
    )
    return said % {"count": count}


holds_personal(
    Personal(
        Appointment,
        "party_id",
        ("starts_at", "service_id", "state"),
        ("token", "language"),
        erase=lambda ids: 0,
        hold=_to_come,
    )
)
holds_personal(
    Personal(
        Ticket,
        "party_id",
        ("day", "letter", "basis", "proof", "note"),
        ("token",),
        export=_export_tickets,
        erase=_erase_tickets,
    )
)
