"""What a decision must be told before it can answer, and facts from what people type: for trying a table out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.foundation.feel.properties import PROPERTIES
from minben.foundation.records.errors import Invalid, Text

from .model import Model
from .parts import Input, Table

_PARTS = frozenset(name for parts in PROPERTIES.values() for name in parts)
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")
_TYPES = {
    "number": "number",
    "integer": "number",
    "long": "number",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "dateTime": "moment",
    "date and time": "moment",
    "string": "text",
}


@dataclass(frozen=True)
class Asked:
    """One fact: its dotted path, how people call it, what kind of value it is, and those it may have where they are listed.

    ``kind``: text, number, boolean, date, moment; "" when the table does not say.
    """

    path: str
    label: str
    kind: str
    choices: tuple[str, ...] = ()


def asked(model: Model, decision_id: str) -> list[Asked]:
    """Every fact that the decision and those it rests on read, in the order in which the tables have them."""
    decisions = [model.decisions[key] for key in model.needed(decision_id)]
    answered = {name for decision in decisions for name in decision.known_as}
    columns = {column.expression.text.strip(): column for column in _columns(model, decision_id)}
    paths = [*columns, *(name for decision in decisions for name in sorted(decision.names))]
    roots = dict.fromkeys(_root(path) for path in paths if _is_path(path))
    wanted = [path for path in roots if path.split(".")[0] not in answered]
    inner = [path for path in wanted if not any(other.startswith(f"{path}.") for other in wanted)]
    return [_asked(path, columns.get(path), set(paths)) for path in inner]


def _columns(model: Model, decision_id: str) -> Iterator[Input]:
    for key in model.needed(decision_id):
        logic = model.decisions[key].logic
        if isinstance(logic, Table):
            yield from logic.inputs


def _is_path(text: str) -> bool:
    return all(part.isidentifier() for part in text.split("."))


def _root(path: str) -> str:
    """``received.hour`` is asked for as ``received``."""
    *before, last = path.split(".")
    return ".".join(before) if before and last in _PARTS else path


def _asked(path: str, column: Input | None, paths: set[str]) -> Asked:
    parts = any(_root(other) == path and other != path for other in paths)
    kind = _TYPES.get(column.type, "") if column else ""
    return Asked(path, column.shown if column else path, kind or ("moment" if parts else ""), _listed(column))


def _listed(column: Input | None) -> tuple[str, ...]:
    simple = column.allowed.simple if column is not None and column.allowed is not None else None
    if column is None or simple is None or simple.but or simple.bounds or simple.anything:
        return ()
    values = [str(value) for _kind, value in simple.values if isinstance(value, str)]
    text = column.allowed.text if column.allowed else ""
    return tuple(sorted(values, key=text.find)) if len(values) == len(simple.values) else ()


def facts_of(asked: list[Asked], texts: Mapping[str, str], zone: dt.tzinfo | None) -> dict[str, Any]:
    """What was typed as facts; what was left empty is null. Raises Invalid naming each path that cannot be read."""
    facts: dict[str, Any] = {}
    wrong: dict[str, Text] = {}
    for one in asked:
        text = texts.get(one.path, "").strip()
        try:
            _put(facts, one.path.split("."), _READ[one.kind](text, zone) if text else None)
        except ValueError:
            wrong[one.path] = _WRONG[one.kind]
    if wrong:
        raise Invalid(_("Some answers need another look."), fields=wrong)
    return facts


def _put(facts: dict[str, Any], path: list[str], value: Any) -> None:
    *before, last = path
    for part in before:
        facts = facts.setdefault(part, {})
    facts[last] = value


def _number(text: str, zone: dt.tzinfo | None) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


def _boolean(text: str, zone: dt.tzinfo | None) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _moment(text: str, zone: dt.tzinfo | None) -> dt.datetime:
    read = dt.datetime.fromisoformat(text)
    return read if read.tzinfo is not None else read.replace(tzinfo=zone)


def _anything(text: str, zone: dt.tzinfo | None) -> Any:
    """A number, true, false or a date where it looks like one; else text."""
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if text in ("true", "false"):
        return text == "true"
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text


_READ: dict[str, Callable[[str, dt.tzinfo | None], Any]] = {
    "": _anything,
    "text": lambda text, zone: text,
    "number": _number,
    "boolean": _boolean,
    "date": lambda text, zone: dt.date.fromisoformat(text),
    "moment": _moment,
}
_WRONG: dict[str, Text] = {
    "number": gettext_lazy("Write a number, like 12 or 3.5."),
    "boolean": gettext_lazy("Choose yes or no."),
    "date": gettext_lazy("Write a day like 2026-10-01."),
    "moment": gettext_lazy("Write a day and a time like 2026-10-01T09:30."),
}
