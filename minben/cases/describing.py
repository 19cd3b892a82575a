"""The reference pages of states and time limits, from the code (written by ``minben.cases.reference``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import override

from .course import states
from .limits.describing import limits_page
from .models import Status

HEAD = "<!-- Made by `python -m minben.cases.reference`; do not edit. -->\n\n"
_ABOUT_STATES = (
    "A step that is not in the table is refused. “stays” means that the step changes no state. The steps come from\n"
    "`minben.cases.course.states`; who may do them stands in [roles](roles.md), how long they may take in\n"
    "[time limits](limits.md)."
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


PAGES: dict[str, Callable[[], str]] = {"states.md": states_page, "limits.md": lambda: limits_page(HEAD)}
