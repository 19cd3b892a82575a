"""What drawings, decision tables and rules may read of a case. Nothing here says who somebody is.

Fairness (DESIGN §4.1): value, tier and 7P figures are not among the facts, and cannot be: this list is all there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from minben.cases.models import Case

FACTS = {
    "case.kind": "kind",
    "case.status": "status",
    "case.urgency": "urgency",
    "case.channel": "channel",
    "case.language": "language",
    "case.topic": "topic",
    "case.area": "area_code",
    "case.outcome": "outcome",
    "case.returns": "returns",
    "case.redos": "redos",
    "case.hurries": "hurries",
    "case.supplements": "supplements",
    "case.resolved": "resolved",
}
"""Names in expressions by the field that they read."""


_ASKED: dict[str, Callable[[Case], Any]] = {
    "service": lambda case: case.service_version.service.slug if case.service_version else "",
    "department": lambda case: case.department.code if case.department else "",
    "has_department": lambda case: case.department_id is not None,
}
"""Facts that may cost a statement: only when an expression reads them."""


class CaseFacts(Mapping[str, Any]):
    """The facts of one case, each read when it is asked for."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def __getitem__(self, name: str) -> Any:
        if name in _ASKED:
            return _ASKED[name](self._case)
        return getattr(self._case, FACTS[f"case.{name}"])

    def __iter__(self) -> Iterator[str]:
        yield from (name.removeprefix("case.") for name in FACTS)
        yield from _ASKED

    def __len__(self) -> int:
        return len(FACTS) + len(_ASKED)


def facts_of(case: Case) -> dict[str, Any]:
    """``case`` and ``answers`` as expressions see them; secret answers are not among them."""
    return {"case": CaseFacts(case), "answers": case.answers}
