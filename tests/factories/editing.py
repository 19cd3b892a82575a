"""Two editors, and the way of a draft as far as a test needs it."""

from __future__ import annotations

import uuid
from typing import Any

from minben.catalog.actions import editions as acts
from minben.catalog.editing import sections
from minben.catalog.models import Edition
from minben.foundation.access.actor import Actor, ActorKind, Grant
from minben.foundation.access.roles import Role


def editor(name: str = "林書華") -> Actor:
    grants = (Grant(Role.EDITOR, None),)
    return Actor(kind=ActorKind.STAFF, staff_id=uuid.uuid4(), name=name, grants=grants)


def write(actor: Actor, draft: Edition, name: str, value: Any) -> Edition:
    return acts.keep(
        actor,
        draft.id,
        lambda content: sections.write(content, name, value),
        seen=draft.version,
        section="about",
    )


def approved(writer: Actor, reader: Actor, draft: Edition) -> Edition:
    acts.submit(writer, draft.id)
    return acts.approve(reader, draft.id)
