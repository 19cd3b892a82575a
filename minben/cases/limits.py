"""The default time limits of a case, each with its source (lists/hotline_time_limits.csv; 行政許可法).

W3 turns these into a matrix per jurisdiction; the flow reads them only through :func:`limit_for`.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_noop

from minben.foundation.worktime import Unit
from minben.processes.actions.clocks import Limit

from .models import Kind, Urgency


def _limit(amount: str, unit: Unit, rule: str) -> Limit:
    return Limit(Decimal(amount), unit, rule)


_DISPATCH = {
    Urgency.E0: _limit(
        "1", Unit.HOUR, gettext_noop("DB11/T 2021-2022: emergencies are dispatched within 1 hour")
    ),
    Urgency.E1: _limit(
        "2", Unit.HOUR, gettext_noop("DB11/T 2021-2022: utilities and extreme weather within 2 hours")
    ),
    Urgency.E2: _limit("24", Unit.HOUR, gettext_noop("DB11/T 2021-2022: ordinary requests within 24 hours")),
    Urgency.E3: _limit("24", Unit.HOUR, gettext_noop("DB11/T 2021-2022: ordinary requests within 24 hours")),
}
_ANSWER = {
    Urgency.E0: _limit(
        "2", Unit.HOUR, gettext_noop("DB11/T 2021-2022 (draft): emergencies are answered within 2 hours")
    ),
    Urgency.E1: _limit("24", Unit.HOUR, gettext_noop("DB11/T 2021-2022 (draft): utilities within 24 hours")),
    Urgency.E2: _limit(
        "5", Unit.WORKDAY, gettext_noop("Bengbu 2019: telephone orders are answered within 5 working days")
    ),
    Urgency.E3: _limit("15", Unit.DAY, gettext_noop("DB11/T 2021-2022: complex requests within 15 days")),
}
_ENQUIRY = _limit(
    "3", Unit.WORKDAY, gettext_noop("City bureau rule: enquiries and help within 3 working days")
)
_SIGN = {
    Urgency.E0: _limit(
        "0.5",
        Unit.WORKHOUR,
        gettext_noop("System default: urgent orders are signed within half a working hour"),
    ),
    Urgency.E1: _limit(
        "0.5",
        Unit.WORKHOUR,
        gettext_noop("System default: urgent orders are signed within half a working hour"),
    ),
    Urgency.E2: _limit(
        "4", Unit.WORKHOUR, gettext_noop("System default: ordinary orders are signed within 4 working hours")
    ),
    Urgency.E3: _limit(
        "4", Unit.WORKHOUR, gettext_noop("System default: ordinary orders are signed within 4 working hours")
    ),
}
_FIXED = {
    "contact": _limit(
        "24", Unit.HOUR, gettext_noop("System default: first contact with the person within 24 hours")
    ),
    "callback": _limit(
        "1", Unit.WORKDAY, gettext_noop("City bureau rule: call back within 1 working day of the answer")
    ),
    "pre_check": _limit(
        "5",
        Unit.WORKDAY,
        gettext_noop("行政許可法 art. 32: what is missing is told once within 5 working days"),
    ),
    "decide": _limit(
        "20", Unit.WORKDAY, gettext_noop("行政許可法 art. 42: decision within 20 working days of acceptance")
    ),
    "deliver": _limit(
        "10", Unit.WORKDAY, gettext_noop("行政許可法 art. 44: issue and deliver within 10 working days")
    ),
    "repair": _limit("5", Unit.WORKDAY, gettext_noop("差評整改 default: 5 working days")),
    "supply": _limit(
        "15", Unit.WORKDAY, gettext_noop("System default: a supplement is awaited for 15 working days")
    ),
}

RETURN_LIMIT = _limit(
    "1", Unit.WORKDAY, gettext_noop("System default: an order is returned within 1 working day")
)
MOST_RETURNS = 2
EXTENSION = {
    "answer": None,
    "decide": _limit(
        "10", Unit.WORKDAY, gettext_noop("行政許可法 art. 42: 10 more working days with the head's approval")
    ),
}
"""By how much a clock may be extended once; None: by its own length at most."""

REOPEN_DAYS = 15
"""How long the person may reopen a closed case (system default)."""


def limit_for(clock: str, *, kind: str, urgency: str) -> Limit:
    """The limit of ``clock`` for a case of this kind and urgency. Raises KeyError for an unknown clock."""
    if clock == "dispatch":
        return _DISPATCH[Urgency(urgency)]
    if clock == "sign":
        return _SIGN[Urgency(urgency)]
    if clock == "answer":
        ordinary = urgency == Urgency.E2 and kind in {Kind.ENQUIRY, Kind.HELP}
        return _ENQUIRY if ordinary else _ANSWER[Urgency(urgency)]
    return _FIXED[clock]
