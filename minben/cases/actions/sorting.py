"""Putting a request under another topic of the taxonomy."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from minben.cases.course.stepping import touch
from minben.cases.models import Case
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Conflict

LONGEST = 120


def sort_under(actor: Actor, case_id: uuid.UUID, *, topic: str, version: int | None = None) -> Case:
    """Change the topic; "" takes it away. Raises Conflict when it stands there already."""
    with touch(actor, case_id, "sort", public=False, version=version) as s:
        if s.case.topic == topic[:LONGEST]:
            raise Conflict(_("It stands under this topic already."))
        s.data["topic"] = topic[:LONGEST]
        s.case.topic = topic[:LONGEST]
    return s.case
