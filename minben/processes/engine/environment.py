"""What expressions of a drawing may read, and how they are computed: FEEL, never Python.

SpiffWorkflow's own environment runs Python with ``eval``; this one takes its place.
"""

from __future__ import annotations

import datetime as dt
from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine

from minben.foundation import feel
from minben.foundation.worktime import Calendar, Unit, due
from minben.processes.drawings.moments import CYCLE, due_of

FARTHEST = dt.timedelta(days=36_525)
Facts = Mapping[str, Any]
Decide = Callable[[str, Facts, dt.datetime], Mapping[str, Any]]


def _no_decisions(key: str, facts: Facts, now: dt.datetime) -> Mapping[str, Any]:
    raise LookupError(f"There is no decision table “{key}”.")


@dataclass
class Surroundings:
    """What a run is about, at this moment. Facts are read anew at each step and never kept with the run."""

    facts: Facts
    now: dt.datetime
    calendar: Calendar | None = None
    decide: Decide = _no_decisions
    read: set[str] = field(default_factory=set, init=False)
    """Names that expressions read since the start."""


class Environment(BasePythonScriptEngineEnvironment):
    """The script environment of one run in memory."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around

    def evaluate(self, expression: str, context: dict[str, Any], external_context: Any = None) -> Any:
        """The value of one expression; numbers that are whole come as int, as loops count with them."""
        if CYCLE.fullmatch(expression):
            return expression
        value = self._value(feel.expression(expression), context)
        return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value

    def execute(self, script: str, context: dict[str, Any], external_context: Any = None) -> bool:
        """Each ``name = expression`` of a script, one after another."""
        for name, expression in feel.assignments(script):
            put(context, name, self._value(expression, context))
        return True

    def decide(self, key: str, context: dict[str, Any]) -> Mapping[str, Any]:
        self.around.read.add("*")
        return self.around.decide(key, self._seen(context), self.around.now)

    def due(self, way: str, text: str, context: dict[str, Any]) -> dt.datetime:
        """When a timer goes off that is set now."""
        found = due_of(text) or self.evaluate(text, context)
        if isinstance(found, tuple):
            return self._near(self._in_working_time(*found), text)
        moment = found if isinstance(found, dt.datetime) else self.around.now + _length(found, text)
        return self._near(moment, text)

    def _near(self, moment: dt.datetime, text: str) -> dt.datetime:
        """Later moments fall out of every calendar; where they are written down nothing could be read any more."""
        if moment - self.around.now > FARTHEST:
            raise ValueError(f"“{text}” lies more than a hundred years away.")
        return moment

    def _in_working_time(self, amount: Decimal, unit: Unit) -> dt.datetime:
        if self.around.calendar is None:
            raise ValueError("This process counts working time, and nobody said by which calendar.")
        return due(self.around.now, amount, unit, self.around.calendar)

    def _value(self, expression: feel.Expression, context: dict[str, Any]) -> Any:
        self.around.read |= expression.names
        return expression.evaluate(self._seen(context), now=self.around.now)

    def _seen(self, context: dict[str, Any]) -> Facts:
        """Facts stand before what the run has kept: nothing in a drawing can change them."""
        return ChainMap(dict(self.around.facts), context)


def _length(value: Any, text: str) -> dt.timedelta:
    if isinstance(value, dt.timedelta):
        return value
    raise ValueError(f"“{text}” gives no length of time and no moment.")


def put(context: dict[str, Any], name: str, value: Any) -> None:
    """``a.b = 1`` makes or changes ``b`` inside of ``a``."""
    *path, last = name.split(".")
    for part in path:
        inner = context.get(part)
        context[part] = inner = dict(inner) if isinstance(inner, Mapping) else {}
        context = inner
    context[last] = value


def engine_for(around: Surroundings) -> PythonScriptEngine:
    return PythonScriptEngine(environment=Environment(around))
