"""Time limits: the matrix of what is promised, who is warned when it comes near, and what is overdue."""

from .cells import (
    LAW_MOST,
    MOST_RETURNS,
    STEPS,
    UNITS,
    Cell,
    Held,
    cell_held,
    forget,
    limit_for,
    limit_or_none,
    matrix,
    shipped,
    source_said,
)

__all__ = [
    "LAW_MOST",
    "MOST_RETURNS",
    "STEPS",
    "UNITS",
    "Cell",
    "Held",
    "cell_held",
    "forget",
    "limit_for",
    "limit_or_none",
    "matrix",
    "shipped",
    "source_said",
]
