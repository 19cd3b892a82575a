"""The reference pages of states and time limits, from the code (written by ``minben.cases.reference``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import override

from minben.processes.actions.clocks import Limit

from . import limits, states
from .models import Kind, Status, Urgency

HEAD = "<!-- Made by `python -m minben.cases.reference`; do not edit. -->\n\n"
_DEPENDENT = ("dispatch", "sign", "answer")
_FIXED = ("contact", "callback", "pre_check", "decide", "deliver", "repair", "supply")
_ABOUT_STATES = (
    "A step that is not in the table is refused. “stays” means that the step changes no state. The steps come from\n"
    "`minben.cases.states`; who may do them stands in [roles](roles.md), how long they may take in\n"
    "[time limits](limits.md)."
)
_ABOUT_LIMITS = (
    "The defaults of `minben.cases.limits`. A decision on an application keeps what the guide of its service promises\n"
    "instead, where it promises something. A matrix for each jurisdiction: not yet."
)


def states_page() -> str:
    """Both state tables, and every state with its name."""
    with override("en"):
        parts = [
            "# States of a case\n",
            f"{_ABOUT_STATES}\n",
            _steps("Requests (all kinds but applications)", states.HOTLINE),
            _steps("Applications", states.APPLICATION),
            _names(),
        ]
    return HEAD + "\n".join(parts)


def limits_page() -> str:
    """Every time limit with its source."""
    with override("en"):
        parts = ["# Time limits\n", f"{_ABOUT_LIMITS}\n", _by_urgency(), _fixed(), _others()]
    return HEAD + "\n".join(parts)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = list(head)
    lines = [_row(cells), "|" + "---|" * len(cells), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _steps(title: str, table: Mapping[str, states.Rule]) -> str:
    rows = [[f"`{verb}`", _listed(rule.sources), _target(rule)] for verb, rule in table.items()]
    return f"## {title}\n\n" + _table(["step", "possible in", "leads to"], rows)


def _listed(found: Iterable[Status]) -> str:
    """In the order of the enumeration, so that the page does not change by itself."""
    wanted = set(found)
    return ", ".join(f"`{status.value}`" for status in Status if status in wanted)


def _target(rule: states.Rule) -> str:
    return f"`{rule.target.value}`" if rule.target else "stays"


def _names() -> str:
    rows = [
        [f"`{status.value}`", str(status.label), _group(status), "yes" if status in states.FINAL else ""]
        for status in Status
    ]
    return "## Names\n\n" + _table(["state", "at the desk", "list it stands in", "final"], rows)


def _group(status: Status) -> str:
    return states.group_of(status).value


def _by_urgency() -> str:
    rows = [
        [f"`{clock}`", f"{urgency.value} – {urgency.label}", *_said(_limit(clock, urgency))]
        for clock in _DEPENDENT
        for urgency in Urgency
    ]
    rows.append(
        ["`answer`", "E2, enquiries and requests for help", *_said(_limit("answer", Urgency.E2, Kind.HELP))]
    )
    return "## By urgency\n\n" + _table(["clock", "urgency", "limit", "source"], rows)


def _fixed() -> str:
    rows = [[f"`{clock}`", *_said(_limit(clock, Urgency.E2))] for clock in _FIXED]
    return "## The same for every urgency\n\n" + _table(["clock", "limit", "source"], rows)


def _limit(clock: str, urgency: Urgency, kind: Kind = Kind.COMPLAINT) -> Limit:
    return limits.limit_for(clock, kind=kind, urgency=urgency)


def _said(limit: Limit) -> list[str]:
    amount = f"{limit.amount.normalize():f}"
    words = {"workday": "working day", "workhour": "working hour"}.get(limit.unit.value, limit.unit.value)
    return [f"{amount} {words}{'' if limit.amount <= 1 else 's'}", limit.rule]


def _others() -> str:
    decide = limits.EXTENSION["decide"]
    rows = [
        ["return to the hotline", *_said(limits.RETURN_LIMIT)],
        ["returns of one case", f"at most {limits.MOST_RETURNS}", "System default"],
        ["extension of an answer", "once, by its own length at most", "System default"],
        ["extension of a decision", *(_said(decide) if decide else ["none", ""])],
        ["reopening by the person", f"{limits.REOPEN_DAYS} days after closing", "System default"],
    ]
    return "## Beside the clocks\n\n" + _table(["what", "limit", "source"], rows)


PAGES: dict[str, Callable[[], str]] = {"states.md": states_page, "limits.md": limits_page}
