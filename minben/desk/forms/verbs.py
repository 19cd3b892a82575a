"""The table of verbs: words, fields and the action behind each."""

from __future__ import annotations

from . import verb_asides, verb_steps
from .verb_kind import GROUP_NAMES, Given, Group, Run, Verb

VERBS: dict[str, Verb] = {verb.name: verb for verb in [*verb_steps.TABLE, *verb_asides.TABLE]}
"""In the order in which the panel shows them: the first one possible of a group is the primary."""

__all__ = ["GROUP_NAMES", "VERBS", "Given", "Group", "Run", "Verb"]
