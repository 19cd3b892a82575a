"""Where something is in a table, in words; and facts that lead to no answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid


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
