"""Which tone and icon a state carries on screen. Words come with them always (DESIGN §10)."""

from __future__ import annotations

DEFAULT = ("neutral", "case")

STATUS: dict[str, tuple[str, str]] = {
    "submitted": ("info", "inbox"),
    "accepted": ("info", "check"),
    "dispatched": ("info", "dispatch"),
    "signed": ("info", "person"),
    "in_progress": ("info", "edit"),
    "pre_check": ("info", "eye"),
    "examining": ("info", "eye"),
    "returned": ("warning", "return"),
    "redo": ("warning", "return"),
    "supplement": ("warning", "attach"),
    "suspended": ("warning", "pause"),
    "special": ("warning", "pause"),
    "not_accepted": ("error", "close"),
    "answered": ("success", "message"),
    "answered_at_once": ("success", "message"),
    "checked": ("success", "check"),
    "called_back": ("success", "phone"),
    "decided": ("success", "check"),
    "delivered": ("success", "done"),
    "closed": ("success", "done"),
    "archived": ("neutral", "done"),
    "withdrawn": ("neutral", "close"),
    "merged": ("neutral", "forward"),
    # publication and tasks
    "draft": ("neutral", "edit"),
    "published": ("success", "done"),
    "superseded": ("neutral", "clock"),
    "open": ("info", "inbox"),
    "claimed": ("info", "person"),
    "done": ("success", "done"),
    "cancelled": ("neutral", "close"),
    "sent": ("success", "mail"),
    "failed": ("error", "error"),
    "not_sent": ("warning", "close"),
}

TONE_ICONS = {"success": "done", "info": "info", "warning": "warning", "error": "error", "neutral": "info"}

URGENCY: dict[str, tuple[str, str]] = {
    "E0": ("error", "error"),
    "E1": ("warning", "warning"),
    "E2": ("neutral", "case"),
    "E3": ("neutral", "list"),
}
