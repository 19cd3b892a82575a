"""What became of a message, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.channels.models import Delivery
from minben.channels.notices import NOTICES
from minben.foundation.records.errors import Text

OUTCOMES: dict[str, Text] = {
    "waiting": _("Waits to go out"),
    Delivery.Outcome.SENT: _("Sent"),
    Delivery.Outcome.DELIVERED: _("Delivered"),
    Delivery.Outcome.FAILED: _("Failed, will be tried again"),
    Delivery.Outcome.GIVEN_UP: _("Given up"),
    Delivery.Outcome.HELD: _("Held back for now"),
    Delivery.Outcome.REFUSED: _("Not sent"),
}
TONES: dict[str, str] = {
    Delivery.Outcome.SENT: "success",
    Delivery.Outcome.DELIVERED: "success",
    Delivery.Outcome.FAILED: "warning",
    Delivery.Outcome.GIVEN_UP: "error",
    Delivery.Outcome.HELD: "warning",
    Delivery.Outcome.REFUSED: "error",
}
CLASSES: dict[str, Text] = {
    "statutory": _("Required by law"),
    "service": _("Own requests"),
    "policy": _("Policy"),
    "emergency": _("Emergency"),
    "code": _("One-time code"),
}
MESSAGES: dict[str, Text] = {name: notice.label for name, notice in NOTICES.items()}
"""The templates that Minben itself sends, in words; others go by their name."""
