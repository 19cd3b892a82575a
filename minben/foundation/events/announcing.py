"""Announcing: one row in the transaction of the change."""

from __future__ import annotations

from django.apps import apps

from .event import Event, payload_of


def announce(*events: Event) -> None:
    """Tell the rooms above what happened: one INSERT now, handed over after commit; rolled back with the change."""
    row = apps.get_model("events", "EventRow")
    row.objects.bulk_create(
        [row(name=e.name, subject_id=e.subject_id, payload=payload_of(e)) for e in events]
    )
