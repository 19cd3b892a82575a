"""FEEL, the expression language of decision tables and drawn processes: the subset in docs/reference/expressions.md.

Parsed into a small tree of our own and interpreted: no Python is run, no attribute of an object is looked up.
"""

from .errors import EvaluationError, ExpressionError, Position
from .explaining import Reason
from .expressions import Expression, UnaryTests, assignments, because, expression, unary_tests
from .limits import Run
from .moments import Months
from .simple import Bounds, Simple
from .values import Span

__all__ = [
    "Bounds",
    "EvaluationError",
    "Expression",
    "ExpressionError",
    "Months",
    "Position",
    "Reason",
    "Run",
    "Simple",
    "Span",
    "UnaryTests",
    "assignments",
    "because",
    "expression",
    "unary_tests",
]
