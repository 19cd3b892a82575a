"""What is wrong with a drawing or a file of decisions: everything at once, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from minben.foundation.records.errors import Invalid, Text


@dataclass(frozen=True)
class Problem:
    """One thing that must be mended before the file can be used; ``warning``: that should be.

    ``where`` is the place inside of the element, in words: a rule, a column.
    """

    element: str
    name: str
    message: Text
    where: str = ""
    warning: bool = False

    def __str__(self) -> str:
        who = f"{self.name} ({self.element})" if self.name and self.element else self.name or self.element
        return ": ".join(str(part) for part in (who, self.where, self.message) if part)


class Problems(Invalid):
    """All that is wrong at once, so that nobody has to upload ten times."""

    code = "definition"

    def __init__(self, found: Sequence[Problem]) -> None:
        self.found = tuple(found)
        said = ngettext(
            "One thing must be mended: %(first)s",
            "%(count)d things must be mended, first: %(first)s",
            len(self.found),
        ) % {"count": len(self.found), "first": self.found[0]}
        super().__init__(said, fields={"file": "; ".join(str(one) for one in self.found[:20])})
