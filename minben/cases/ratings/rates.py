"""How people rate, by department, person or channel: cases and visits at counters alike, nothing left out."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.agencies.queries import department_names, departments_under, staff_names
from minben.cases.models import Rating
from minben.cases.reading.overview import departments_of
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Text
from minben.foundation.records.ids import lowest_id

BY: dict[str, Text] = {
    "department": _("Department"),
    "person": pgettext_lazy("rates", "Person"),
    "channel": _("Channel"),
}
FIELDS = {"department": "department_id", "person": "staff_id", "channel": "channel"}
CHANNELS: dict[str, Text] = {
    "web": _("Website"),
    "slip": _("Slip of a counter"),
    "phone": _("Telephone"),
}
PLEASED = 3
"""From this level on somebody counts as satisfied (國辦發〔2019〕51號)."""
MOST = 500


@dataclass(frozen=True)
class Rate:
    """One line: how many ratings, how many of visits, how many satisfied, how many bad.

    ``appealed`` and ``upheld`` say how many of the bad ones the department called wrong, and where it was right. They are
    counted like all others: nothing is left out.
    """

    name: Text
    given: int
    visits: int
    pleased: int
    bad: int
    appealed: int
    upheld: int

    @property
    def share(self) -> float:
        return self.pleased / self.given


def rates(actor: Actor, by: str, now: dt.datetime, *, days: int = 90) -> list[Rate]:
    """Ratings of the departments that the actor watches and of those below, most given first. Refused to others.

    ``by`` is a key of :data:`BY`. Ratings that name nobody or no department have a line of their own.
    """
    field = FIELDS[by]
    rows = Rating.objects.filter(
        department_id__in=_watched(actor), id__gte=lowest_id(now - dt.timedelta(days=days))
    )
    counted: Any = (
        rows.order_by()
        .values(field)
        .annotate(
            given=Count("id"),
            visits=Count("id", filter=Q(visit_id__isnull=False)),
            pleased=Count("id", filter=Q(level__gte=PLEASED)),
            bad=Count("id", filter=Q(level__lt=PLEASED)),
            appealed=Count("id", filter=Q(repair__appealed_at__isnull=False)),
            upheld=Count("id", filter=Q(repair__upheld=True)),
        )
        .order_by("-given", field)
    )
    found = list(counted[:MOST])
    names = _names(by, {row[field] for row in found})
    return [Rate(names.get(row.pop(field)) or _("Not named"), **row) for row in found]


def _watched(actor: Actor) -> set[uuid.UUID]:
    return set(departments_under(*departments_of(actor)))


def _names(by: str, keys: set[Any]) -> dict[Any, Text]:
    named = {key for key in keys if key}
    if by == "channel":
        return {key: CHANNELS.get(key, key) for key in named}
    return dict(department_names(named) if by == "department" else staff_names(named))
