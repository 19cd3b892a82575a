"""What is wrong with a file of decisions: everything at once, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minben.foundation.records.errors import Invalid


@dataclass(frozen=True)
class Problem:
    """One thing to mend. ``where`` is the rule and column in words; a ``warning`` does not stop an upload."""

    element: str
    name: str
    where: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        what = f"{self.name} ({self.element})" if self.name and self.element else self.name or self.element
        return ": ".join(part for part in (what, self.where, self.message) if part)


class DefinitionErrors(Invalid):
    """The file cannot be used; ``problems`` lists all that has to be mended."""

    code = "definition"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        said = ngettext(
            "One thing must be mended: %(first)s",
            "%(count)d things must be mended, first: %(first)s",
            len(self.problems),
        )
        super().__init__(said % {"count": len(self.problems), "first": self.problems[0]})


class DecisionError(Invalid):
    """The facts lead to no answer: two rules of a unique table hold, a sum of texts, or a limit is exceeded."""

    code = "decision"


def at_rule(number: int, column: str = "") -> str:
    """“Rule 3, column Area”."""
    if not column:
        return _("Rule %(number)d") % {"number": number}
    return _("Rule %(number)d, column “%(column)s”") % {"number": number, "column": column}


def at_column(column: str) -> str:
    return _("Column “%(column)s”") % {"column": column}
