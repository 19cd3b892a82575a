"""What a verb of the desk is, and what its form hands to the action."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.cases.models import Case
from minben.foundation.access.actor import Actor
from minben.foundation.files import actions as file_actions
from minben.foundation.records.errors import Invalid, Text

from . import fields as f


class Group(StrEnum):
    """Where a verb stands in the action panel."""

    STEP = "step"
    TALK = "talk"
    TIME = "time"
    ROUTE = "route"
    END = "end"


GROUP_NAMES: dict[Group, Text] = {
    Group.STEP: _("Next step"),
    Group.TALK: _("Write and attach"),
    Group.TIME: _("Time limits"),
    Group.ROUTE: _("Who does it"),
    Group.END: _("More"),
}


class Given:
    """What a valid form holds, as the actions want it."""

    def __init__(self, cleaned: Mapping[str, Any]) -> None:
        self._cleaned = cleaned

    @property
    def version(self) -> int:
        return int(self._cleaned["version"])

    def text(self, name: str) -> str:
        return str(self._cleaned.get(name) or "")

    def flag(self, name: str) -> bool:
        return bool(self._cleaned.get(name))

    def number(self, name: str) -> int:
        return int(self._cleaned.get(name) or 0)

    def many(self, name: str) -> list[str]:
        return list(self._cleaned.get(name) or [])

    def id(self, name: str) -> uuid.UUID | None:
        text = self.text(name)
        return uuid.UUID(text) if text else None

    def ids(self, name: str) -> list[uuid.UUID]:
        return [uuid.UUID(text) for text in self.many(name)]

    def stored(self, actor: Actor, name: str = "files") -> list[uuid.UUID]:
        """Keep the uploads; a refused one is named at the field."""
        try:
            return [file_actions.store(actor, upload).id for upload in self.many(name)]  # type: ignore[arg-type]
        except Invalid as problem:
            raise Invalid(problem.message, fields={name: problem.message}) from problem


KEYS = {"write": "m", "note": "n", "hurry": "h", "attach": "f"}
TEMPLATED = {
    "answer": "answer",
    "answer_at_once": "answer",
    "write": "text",
    "refuse": "reason",
    "decide": "answer",
}
Run = Callable[[Actor, Case, Given], object]


@dataclass(frozen=True)
class Verb:
    """One thing that can be done to a case.

    ``hard``: it ends something, so its button says so in red after a plain warning. ``reveals``: its result is
    shown once instead of going back to the case.
    """

    name: str
    label: Text
    group: Group
    icon: str
    run: Run
    done: Text
    fields: Mapping[str, f.Maker] = field(default_factory=dict)
    hint: Text = ""
    optional: frozenset[str] = frozenset()
    hard: bool = False
    reveals: bool = False

    @property
    def templated(self) -> str:
        """The field that an answer template goes into; "" when there is none."""
        return TEMPLATED.get(self.name, "")

    @property
    def key(self) -> str:
        """The key that opens it on the case page."""
        return KEYS.get(self.name, "")
