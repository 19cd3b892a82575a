"""The timeline as the desk shows it: every line, who did it, what was said, which files."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minben.agencies.queries import department_names, staff_names
from minben.cases.actions.application import OUTCOMES
from minben.cases.actions.checking import RESOLVED
from minben.cases.actions.rating import LEVELS
from minben.cases.actions.rating import REASONS as RATING_REASONS
from minben.cases.models import CaseEvent
from minben.cases.reading.timeline import sentence
from minben.foundation.records.texts import listed

TONES = {
    "return": "warning",
    "send_back": "warning",
    "redo": "warning",
    "reopen": "warning",
    "suspend": "warning",
    "hurry": "warning",
    "supervise": "warning",
    "ask_supplement": "warning",
    "warned": "warning",
    "grant_more_time": "warning",
    "refuse_more_time": "warning",
    "overdue": "error",
    "escalated": "error",
    "still_late": "error",
    **{f"{what}_warned": "warning" for what in ("part", "repair", "appeal")},
    **{
        f"{what}_{stage}": "error"
        for what in ("part", "repair", "appeal")
        for stage in ("overdue", "escalated", "still_late")
    },
    "refuse": "error",
    "check": "success",
    "close": "success",
    "decide": "success",
    "deliver": "success",
    "answer_at_once": "success",
    "note": "neutral",
}


@dataclass(frozen=True)
class Line:
    """One line. ``extra`` are facts kept beside the sentence: basis, decision, colleagues named, files."""

    event: CaseEvent
    title: str
    by: str
    tone: str
    extra: tuple[str, ...]


def lines(events: Sequence[CaseEvent]) -> list[Line]:
    """Two statements for the names, however many events there are."""
    held_by = {event.department_id for event in events if event.department_id}
    departments = {
        str(k): v
        for k, v in department_names(
            _ids(events, "department", "co", "asked", "led_before") | held_by
        ).items()
    }
    staff = {str(k): v for k, v in staff_names(_ids(events, "assignee", "mentions")).items()}
    return [_line(event, departments, staff) for event in events]


def _line(event: CaseEvent, departments: Mapping[str, str], staff: Mapping[str, str]) -> Line:
    return Line(
        event=event,
        title=sentence(event, departments),
        by=_by(event),
        tone=TONES.get(event.name, "info"),
        extra=tuple(_extra(event.data, departments, staff)),
    )


def _by(event: CaseEvent) -> str:
    who = event.actor_name or _actor_word(event.actor_kind)
    return who if event.public else " · ".join(filter(None, [who, _("internal")]))


def _actor_word(kind: str) -> str:
    return _("The system") if kind == "system" else _("The person") if kind in {"public", "anonymous"} else ""


def _extra(
    data: Mapping[str, Any], departments: Mapping[str, str], staff: Mapping[str, str]
) -> Iterable[str]:
    for key, say in _FACTS.items():
        if data.get(key):
            said = say(data[key])
            if said:
                yield said
    yield from _people(data, departments, staff)


def _people(
    data: Mapping[str, Any], departments: Mapping[str, str], staff: Mapping[str, str]
) -> Iterable[str]:
    beside = [departments[key] for key in data.get("co", []) if key in departments]
    named = [staff[key] for key in data.get("mentions", []) if key in staff]
    if data.get("led_before") in departments:
        yield _("%(name)s was named to lead; this department signed first") % {
            "name": departments[data["led_before"]]
        }
    if beside:
        yield _("Beside it: %(names)s") % {"names": listed(beside)}
    if named:
        yield _("Told: %(names)s") % {"names": listed(named)}
    if data.get("assignee") in staff:
        yield _("To: %(name)s") % {"name": staff[data["assignee"]]}


_FACTS: dict[str, Callable[[Any], str]] = {
    "basis": lambda text: _("Basis: %(text)s") % {"text": text},
    "note": lambda text: _("Remark: %(text)s") % {"text": text},
    "question": lambda text: _("Asked of those beside it: %(text)s") % {"text": text},
    "first_signs": lambda _on: _("Whoever signs first leads"),
    "outcome": lambda code: str(OUTCOMES.get(code, "")),
    "resolved": lambda code: str(RESOLVED.get(code, "")),
    "level": lambda level: str(LEVELS.get(level, "")),
    "reasons": lambda codes: listed(str(RATING_REASONS[c]) for c in codes if c in RATING_REASONS),
    "files": lambda names: _("Files: %(names)s") % {"names": listed(names)},
}


def _ids(events: Iterable[CaseEvent], *names: str) -> set[uuid.UUID]:
    found: set[str] = set()
    for event in events:
        for name in names:
            value = event.data.get(name)
            found.update(value if isinstance(value, list) else [value] if value else [])
    return {uuid.UUID(value) for value in found if value != "None"}
