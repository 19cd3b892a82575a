"""What a verb needs in words: something, and not too much of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.cases.intake import BODY_MOST
from minben.foundation.records.errors import Invalid, Text


def need(text: str, field: str, message: Text) -> None:
    """Raises Invalid at ``field`` for a text with nothing in it."""
    if not text.strip():
        raise Invalid(_("Some answers need another look."), fields={field: message})


def too_long(text: str, field: str) -> None:
    """Raises Invalid at ``field`` for more than a request may have itself."""
    if len(text) > BODY_MOST:
        message = _("This has %(length)d characters; at most %(most)d fit.") % {
            "length": len(text),
            "most": BODY_MOST,
        }
        raise Invalid(message, fields={field: message})
