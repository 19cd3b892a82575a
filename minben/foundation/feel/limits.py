"""What one evaluation may spend. Beyond it is an error, never a wait."""

from __future__ import annotations

import datetime as dt
from decimal import Overflow
from typing import Any

from django.utils.translation import gettext as _

from .errors import EvaluationError
from .values import DIGITS, LONGEST_LIST, LONGEST_TEXT, taken

STEPS = 20_000
DEEPEST_VALUE = 40


class Run:
    """One evaluation: its clock and the steps it has left."""

    __slots__ = ("left", "now", "steps")

    def __init__(self, now: dt.datetime, steps: int = STEPS) -> None:
        self.now = now
        self.steps = self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Raises EvaluationError when the steps are used up."""
        self.left -= steps
        if self.left < 0:
            raise EvaluationError(
                _("The calculation takes more than %(steps)d steps.") % {"steps": self.steps}
            )


def known(value: Any) -> Any:
    """A value of the facts, as expressions know it. Raises EvaluationError for a number or list beyond the limits."""
    try:
        value = taken(value)
    except Overflow as error:
        raise too_large() from error
    return limited(value) if isinstance(value, list) else value


def limited(values: list[Any]) -> list[Any]:
    """The list itself. Raises EvaluationError when it is too long."""
    check_length(len(values))
    return values


def check_length(length: int) -> None:
    """Raises EvaluationError when a list would be too long."""
    if length > LONGEST_LIST:
        raise EvaluationError(_("A list has at most %(most)d entries.") % {"most": LONGEST_LIST})


def check_text(length: int) -> None:
    """Raises EvaluationError when a text would be too long."""
    if length > LONGEST_TEXT:
        raise EvaluationError(_("A text has at most %(most)d characters.") % {"most": LONGEST_TEXT})


def check_depth(depth: int) -> None:
    """Raises EvaluationError when lists and contexts nest too deep."""
    if depth > DEEPEST_VALUE:
        raise EvaluationError(_("A value nests at most %(most)d levels.") % {"most": DEEPEST_VALUE})


def too_large() -> EvaluationError:
    return EvaluationError(_("A number has at most %(digits)d digits.") % {"digits": DIGITS})
