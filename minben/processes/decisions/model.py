"""The decisions of one file, ready to be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minben.foundation.feel import Run
from minben.foundation.records.errors import Missing
from minben.processes.problems import Problem

from . import showing
from .deciding import STEPS, Deciding, outcome
from .parts import Decision, InputData, Outcome, Table


@dataclass(frozen=True)
class Model:
    """``order`` names the decisions so that each follows what it requires. ``xml`` is the file as it came, drawing and all."""

    id: str
    name: str
    decisions: Mapping[str, Decision]
    inputs: tuple[InputData, ...]
    order: tuple[str, ...]
    warnings: tuple[Problem, ...]
    xml: bytes

    def decide(self, decision_id: str, facts: Mapping[str, Any], now: dt.datetime) -> Outcome:
        """The answer of a decision, after those that it requires; their answers hide facts of the same name.

        ``now`` carries the time zone in which ``today()`` is meant. Raises Missing for a decision that is not there, and
        DecisionError when the facts lead to no answer.
        """
        if decision_id not in self.decisions:
            raise Missing(_("There is no decision “%(id)s” in this file.") % {"id": decision_id})
        run, found = Run(now, STEPS), dict[str, Outcome]()
        for key in self.needed(decision_id):
            decision = self.decisions[key]
            required = {other: found[other] for other in decision.requires if other in found}
            found[key] = outcome(decision, Deciding(self._given(facts, required), now, run), required)
        return found[decision_id]

    def tables(self) -> tuple[showing.Shown, ...]:
        """Every table, for people who do not draw: heads, rules and reasons as texts."""
        return tuple(
            showing.shown(self.decisions[key], logic)
            for key in self.order
            if isinstance(logic := self.decisions[key].logic, Table)
        )

    def needed(self, decision_id: str) -> Iterator[str]:
        """The decision and those it rests on, each after what it requires."""
        needed, waiting = {decision_id}, [decision_id]
        while waiting:
            fresh = [other for other in self.decisions[waiting.pop()].requires if other in self.decisions]
            waiting += [other for other in fresh if other not in needed]
            needed.update(fresh)
        return (key for key in self.order if key in needed)

    def _given(self, facts: Mapping[str, Any], required: Mapping[str, Outcome]) -> Mapping[str, Any]:
        answers = {
            name: answer.value for key, answer in required.items() for name in self.decisions[key].known_as
        }
        return {**facts, **answers} if answers else facts
