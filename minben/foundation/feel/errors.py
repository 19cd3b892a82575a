"""What may be wrong with an expression: when it is written, and when it runs."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid


@dataclass(frozen=True)
class Position:
    """Where in the text, counted from 1."""

    line: int
    column: int


class ExpressionError(Invalid):
    """The text is not of the documented subset; ``position`` says where, ``what`` says it without the place."""

    code = "expression"

    def __init__(self, what: str, position: Position) -> None:
        place = _("Line %(line)d, character %(column)d: ") % {
            "line": position.line,
            "column": position.column,
        }
        super().__init__(place + what)
        self.what = what
        self.position = position


class EvaluationError(Invalid):
    """A limit was exceeded while running. A wrong kind of value is no error: FEEL answers null."""

    code = "evaluation"
