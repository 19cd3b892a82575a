"""One thing ``minben doctor`` looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Grade(Enum):
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was found, and how to mend it if it is not good."""

    subject: str
    grade: Grade
    found: str
    mend: str = ""

    @classmethod
    def good(cls, subject: str, found: str) -> Finding:
        return cls(subject, Grade.GOOD, found)

    @classmethod
    def warning(cls, subject: str, found: str, mend: str) -> Finding:
        return cls(subject, Grade.WARNING, found, mend)

    @classmethod
    def bad(cls, subject: str, found: str, mend: str) -> Finding:
        return cls(subject, Grade.BAD, found, mend)
