"""The tabs of saved views, and what a press on many rows came to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from minben.desk.actions.bulk import can_undo, receipt_of
from minben.desk.actions.views import views_of
from minben.desk.forms.bulk import BULK_VERBS, BulkVerb
from minben.desk.models import BulkReceipt, SavedView
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Text


@dataclass(frozen=True)
class Tab:
    label: Text
    href: str
    current: bool
    count: None = None


@dataclass(frozen=True)
class Receipt:
    """``done``, ``undone``: how many. ``failed``: not done, ``kept``: not taken back, each with its reason."""

    id: uuid.UUID
    verb: BulkVerb
    done: int
    undone: int
    failed: list[dict[str, Any]]
    kept: list[dict[str, Any]]
    undoable: bool
    taken_back: bool


def receipt(actor: Actor, receipt_id: str) -> Receipt | None:
    """What came of a press, when the address names one's own receipt."""
    try:
        row = receipt_of(actor, uuid.UUID(receipt_id)) if receipt_id else None
    except ValueError:
        return None
    return _receipt(row) if row else None


def _receipt(row: BulkReceipt) -> Receipt:
    return Receipt(
        row.id,
        BULK_VERBS[row.verb],
        done=sum(1 for line in row.lines if line["done"]),
        undone=sum(1 for line in row.lines if line.get("undone")),
        failed=[line for line in row.lines if not line["done"]],
        kept=[line for line in row.lines if line.get("kept")],
        undoable=can_undo(row, timezone.now()),
        taken_back=row.undone_at is not None,
    )


def view_tabs(actor: Actor, current: str, address: str) -> list[Tab]:
    """“All”, then every view that the actor sees. No tab when nothing was saved yet."""
    views = views_of(actor)
    if not views:
        return []
    everything = Tab(_("All"), f"{address}?all=1", not current)
    return [everything, *(_tab(view, current, address) for view in views)]


def _tab(view: SavedView, current: str, address: str) -> Tab:
    label = _("%(name)s (shared)") % {"name": view.name} if view.department_id else view.name
    return Tab(label, view_address(view, address), str(view.id) == current)


def view_address(view: SavedView, address: str) -> str:
    return f"{address}?{'&'.join(filter(None, [view.asked, f'view={view.id}']))}"
