"""What became of rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from minben.foundation.records.errors import Problem

from .reading import Row


@dataclass
class Outcome:
    """Of one chunk or a whole file."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejects: list[tuple[Row, str]] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.rejects += other.rejects


def reason(problem: Problem) -> str:
    """The refusal in words, with what is said at single fields."""
    told = [str(problem.message)]
    told += [f"{name}: {text}" for name, text in problem.fields.items() if str(text) not in told]
    return " ".join(told)
