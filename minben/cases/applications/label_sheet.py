"""Address labels of results that are to be posted: a sheet to print, 24 a page."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minben.cases.models import ResultDelivery
from minben.certificates.rendering import render
from minben.foundation.access.actor import Actor
from minben.foundation.audit import trail
from minben.foundation.records.errors import Missing

from . import deliveries
from .deliveries import Filter

MOST = 240


def labels_for(actor: Actor, asked: Filter) -> bytes:
    """The PDF for what the list shows, what is due first in front, at most 240; the print is on record.

    Raises Refused, Missing when nothing is to be posted.
    """
    rows = list(deliveries.listed_for(actor, asked).order_by("due_at", "id")[:MOST])
    if not rows:
        raise Missing(_("Nothing is to be posted here."))
    trail.wrote(actor, "result.labels_printed", subject=("results", None))
    trail.saw(actor, "desk.results.labels", kind="case", ids=[row.case_id for row in rows])
    return sheet(rows)


def sheet(rows: Sequence[ResultDelivery]) -> bytes:
    """Name, address and telephone as the person wrote them, and the number of the case."""
    labels = [
        {"name": row.recipient, "address": row.address, "phone": row.phone, "number": row.case.number}
        for row in rows
    ]
    return render("labels", get_language() or "zh-hant", {"title": _("Address labels"), "labels": labels})
