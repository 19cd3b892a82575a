"""What a verification can find, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _


class Fault(StrEnum):
    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    SEAL_CHANGED = "seal changed"
    SEAL_MISSING = "seal missing"
    CUT_OFF = "cut off"
    NOT_WRITTEN_OUT = "not written out"
    UNSEALED = "unsealed"
    FORGED_CHECKPOINT = "forged checkpoint"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a trail. ``str()`` says it in a sentence."""

    trail: str
    fault: Fault
    position: int = 0
    line_id: UUID | None = None
    detail: str = ""

    def __str__(self) -> str:
        return _sentence(self.fault) % {
            "trail": self.trail,
            "line": self.line_id,
            "position": self.position,
            "detail": self.detail,
        }


def _sentence(fault: Fault) -> str:
    return {
        Fault.CHANGED: _(
            "%(trail)s: line %(line)s was changed after it was sealed (seal %(position)s). %(detail)s"
        ),
        Fault.REMOVED: _("%(trail)s: line %(line)s was removed (seal %(position)s)."),
        Fault.INSERTED: _("%(trail)s: line %(line)s was inserted behind seal %(position)s. %(detail)s"),
        Fault.SEAL_CHANGED: _(
            "%(trail)s: seal %(position)s does not fit its lines or the seal before it. %(detail)s"
        ),
        Fault.SEAL_MISSING: _("%(trail)s: seal %(position)s is missing from the chain."),
        Fault.CUT_OFF: _(
            "%(trail)s: the chain was cut off after seal %(position)s; the file outside knows %(detail)s."
        ),
        Fault.NOT_WRITTEN_OUT: _(
            "%(trail)s: the file outside the database lacks the head of seal %(position)s. "
            "Is the data directory full or read-only?"
        ),
        Fault.UNSEALED: _(
            "%(trail)s: line %(line)s is older than a minute and not sealed. Is the worker running?"
        ),
        Fault.FORGED_CHECKPOINT: _("%(trail)s: checkpoint %(detail)s has a wrong signature."),
    }[fault]
