"""Announcing: one row in the transaction of the change."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from minben.foundation.records.fresh import fresh

from .event import Event, payload_of


def announce(*events: Event) -> None:
    """Tell the rooms above what happened: one INSERT now, handed over after commit; rolled back with the change."""
    apps.get_model("events", "EventRow").objects.bulk_create([news_row(event) for event in events])


def news_row(event: Event) -> Any:
    """The row that :func:`announce` writes, for an action that writes all its rows in one statement."""
    row = apps.get_model("events", "EventRow")
    return fresh(row, name=event.name, subject_id=event.subject_id, payload=payload_of(event))
