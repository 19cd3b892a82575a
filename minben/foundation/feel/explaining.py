"""Why a condition came out as it did: the fewest atomic conditions that settle it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import tree
from .limits import Run
from .naming import in_order
from .running import Scope, evaluated, looked_up
from .tree import Node
from .values import both, either


@dataclass(frozen=True)
class Reason:
    """One condition as its author wrote it, the facts it read, and whether it held (None: it could not be said)."""

    text: str
    values: Mapping[str, Any]
    truth: bool | None

    @property
    def names(self) -> tuple[str, ...]:
        """The paths that it read, as they come in the text."""
        return tuple(self.values)


Found = tuple[Any, list[Reason]]


@dataclass(frozen=True)
class Explainer:
    """Every atomic condition is run once, also those that evaluating would have skipped: one may explain more shortly."""

    source: str
    scope: Scope
    run: Run

    def why(self, node: Node) -> Found:
        """The value of ``node``, and its reasons."""
        match node:
            case tree.And():
                return self._settled(node.parts, weakest=False)
            case tree.Or():
                return self._settled(node.parts, weakest=True)
            case tree.Not() if len(node.tests) == 1:
                value, reasons = self.why(node.tests[0])
                return (not value if isinstance(value, bool) else None), reasons
            case tree.If():
                return self._branch(node)
        return self._atom(node)

    def _settled(self, parts: Iterable[Node], *, weakest: bool) -> Found:
        """``and`` (one False settles it) or ``or`` (one True does): else all parts are needed, or those unknown."""
        joined = either if weakest else both
        answer: bool | None = not weakest
        found = [self.why(part) for part in parts]
        for value, _reasons in found:
            answer = joined(answer, value if isinstance(value, bool) else None)
        if answer is (not weakest):
            return answer, _unique(reasons for _value, reasons in found)
        deciding = [reasons for value, reasons in found if _as_truth(value) is answer]
        return answer, min(deciding, key=len)

    def _branch(self, node: tree.If) -> Found:
        holds, reasons = self.why(node.condition)
        value, more = self.why(node.then if holds is True else node.otherwise)
        return value, _unique([reasons, more if isinstance(value, bool) else []])

    def _atom(self, node: Node) -> Found:
        value = evaluated(node, self.scope, self.run)
        read = {path: looked_up(path, self.scope, self.run) for path in in_order(node)}
        reason = Reason(self.source[node.start : node.end], read, _as_truth(value))
        return value, [reason] if read else []


def _as_truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _unique(several: Iterable[list[Reason]]) -> list[Reason]:
    return list({reason.text: reason for reasons in several for reason in reasons}.values())
