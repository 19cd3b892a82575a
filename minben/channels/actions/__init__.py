"""The one way a message leaves."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from minben.foundation.access.actor import Actor


def send(
    actor: Actor,
    template: str,
    *,
    kind: str,
    party_id: uuid.UUID | None = None,
    to: str | None = None,
    channel: str | None = None,
    case_id: uuid.UUID | None = None,
    language: str = "zh-hant",
    variables: Mapping[str, str],
) -> uuid.UUID | None:
    return None
