"""The action panel: what can be done now, the next step first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from minben.desk.forms.verbs import GROUP_NAMES, VERBS, Group, Verb
from minben.foundation.records.errors import Text


@dataclass(frozen=True)
class Section:
    """A group of buttons under one heading."""

    name: Text
    verbs: list[Verb]


@dataclass(frozen=True)
class Panel:
    """``primary``: the step that moves the case on, if this person can take it."""

    primary: Verb | None
    sections: list[Section]

    @property
    def empty(self) -> bool:
        return self.primary is None and not self.sections


def panel(names: Collection[str]) -> Panel:
    """Exactly the verbs in ``names``, in the order of the table."""
    possible = [verb for verb in VERBS.values() if verb.name in names]
    primary = next((verb for verb in possible if verb.group == Group.STEP), None)
    rest = [verb for verb in possible if verb is not primary]
    sections = [Section(GROUP_NAMES[g], [v for v in rest if v.group == g]) for g in Group]
    return Panel(primary, [section for section in sections if section.verbs])
