"""What became of a message, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.channels.models import Delivery
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
MESSAGES: dict[str, Text] = {
    "case_received": _("Notice of receipt"),
    "case_accepted": _("Notice of acceptance"),
    "case_not_accepted": _("Notice of non-acceptance"),
    "case_dispatched": _("Notice of dispatch"),
    "case_extended": _("Notice of extension"),
    "case_supplement": _("Notice of what is missing"),
    "case_answered": _("Notice of the answer"),
    "case_closed": _("Notice of closing"),
    "message_from_officer": _("Message from the officer"),
    "code": _("One-time code"),
}
"""The templates that Minben itself sends, in words; others go by their name."""
