"""The reference page of time limits: what came with the installation."""

from __future__ import annotations

from django.utils.translation import override

from minben.cases import limits
from minben.cases.models import Kind, Urgency

from .cells import Cell

ABOUT = (
    "What comes with an installation (`minben/cases/limits/time_limits.yaml`). A decision on an application keeps what the guide of\n"
    "its service promises instead, where it promises something. Each place sets its own on the screen *Time limits* of the\n"
    "settings ([how](../how-to/administrator.md)). The more exact limit goes first: kind and urgency, then urgency, then kind,\n"
    "then all."
)
WORDS = {
    "workday": "working day",
    "workhour": "working hour",
    "fullday": "day of 24 hours",
    "openday": "open day",
}


def limits_page(head: str) -> str:
    """Every limit with its source, step by step."""
    with override("en"):
        rows = [_row(cell) for step in limits.STEPS for cell in limits.shipped() if cell.clock == step]
        lines = ["| step | requests | limit | source |", "|---|---|---|---|", *rows]
        return f"{head}# Time limits\n\n{ABOUT}\n\n" + "\n".join(lines) + f"\n\n{_beside()}\n"


def _row(cell: Cell) -> str:
    limit = limits.shipped()[cell]
    amount = f"{limit.amount.normalize():f}"
    words = WORDS.get(limit.unit.value, limit.unit.value)
    said = f"{amount} {words}{'' if limit.amount <= 1 else 's'}"
    return f"| `{cell.clock}` – {limits.STEPS[cell.clock]} | {_of(cell)} | {said} | {limit.rule} |"


def _of(cell: Cell) -> str:
    kind = str(Kind(cell.kind).label) if cell.kind else ""
    urgency = f"{cell.urgency} – {Urgency(cell.urgency).label}" if cell.urgency else ""
    return ", ".join(filter(None, [kind, urgency])) or "all"


def _beside() -> str:
    return (
        "An extension of a request is at most as long as its own limit, unless the step `extension` says otherwise. An order\n"
        f"is returned at most {limits.MOST_RETURNS} times."
    )
