"""News of this room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from minben.foundation.events import Event


class Way(StrEnum):
    """What happened to a way in."""

    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSWORD_CHANGED = "password_changed"
    PASSWORD_RENEWED = "password_renewed"
    AUTHENTICATOR_PAIRED = "authenticator_paired"
    SECOND_STEP_RESET = "second_step_reset"
    CODE_SHOWN_AGAIN = "code_shown_again"
    PROVIDER_TIED = "provider_tied"


@dataclass(frozen=True)
class WayInChanged(Event):
    """How one signs in to an account (``subject_id``) changed; its owner is told."""

    name = "account.way_in.changed"
    what: Way
