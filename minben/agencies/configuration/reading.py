"""The file, read: every mistake is told with its line, and nothing is done while there is one."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from minben.foundation.access.roles import Role, clash
from minben.foundation.records.errors import Invalid
from minben.foundation.records.hostile import LARGEST_NUMBER, NO_YAML

from .parts import parts
from .writing import VERSION

LARGEST = 20_000_000
LANGUAGES = {"zh-hant", "zh-hans", "en"}
SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")


@dataclass(frozen=True)
class Shape:
    """What an entry of a list may hold: names with their kinds; ``needed`` must be there, ``key`` stands once."""

    key: str
    needed: frozenset[str]
    kinds: dict[str, str]


SHAPES = {
    "settings": Shape("group", frozenset({"values"}), {"group": "code", "values": "values"}),
    "days": Shape("day", frozenset({"working"}), {"day": "date", "working": "yes", "note": "texts"}),
    "departments": Shape(
        "code",
        frozenset({"name"}),
        {
            "code": "code",
            "name": "texts",
            "under": "text",
            "duties": "texts",
            "phone": "text",
            "credit_code": "text",
            "centre": "yes",
            "closed": "yes",
            "own_days": "days",
        },
    ),
    "offices": Shape(
        "code",
        frozenset({"name", "department"}),
        {
            "code": "code",
            "department": "text",
            "name": "texts",
            "address": "texts",
            "phone": "text",
            "transit": "texts",
            "accessibility": "texts",
            "hours": "hours",
            "given_up": "yes",
        },
    ),
    "staff": Shape(
        "number",
        frozenset({"name", "department"}),
        {
            "number": "text",
            "name": "text",
            "department": "text",
            "title": "text",
            "phone": "text",
            "email": "text",
            "roles": "roles",
        },
    ),
}


def shapes() -> dict[str, Shape]:
    """Of every list that a file may hold, those of other rooms too."""
    return SHAPES | {part.name: part.shape for part in parts()}


class Entry(dict[str, Any]):
    """A mapping of the file that knows its line."""

    line: int = 0


@dataclass(frozen=True)
class Wrong:
    """One mistake, at its line."""

    line: int
    text: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(text)s") % {"line": self.line, "text": self.text}


@dataclass
class Configuration:
    """What was read; ``wrong`` is empty when it may be planned."""

    place: str = ""
    lists: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in shapes()})
    wrong: list[Wrong] = field(default_factory=list)


class _Loader(yaml.SafeLoader):
    """Mappings keep their line, and name each thing once. No aliases: a small file must not grow when it is read."""

    def construct_entry(self, node: yaml.MappingNode) -> Entry:
        names = Counter(str(key.value) for key, _value in node.value)
        twice = next((name for name, count in names.items() if count > 1), None)
        if twice is not None:
            raise yaml.MarkedYAMLError(problem=f"“{twice}” stands twice", problem_mark=node.start_mark)
        found = Entry({str(name): value for name, value in self.construct_mapping(node, deep=True).items()})
        found.line = node.start_mark.line + 1
        return found

    def construct_number(self, node: yaml.ScalarNode) -> int:
        """Written in sixteens a number may be longer than Python writes out in tens."""
        value = int(self.construct_yaml_int(node))
        if value.bit_length() > LARGEST_NUMBER:
            raise yaml.MarkedYAMLError(problem="this number is too long", problem_mark=node.start_mark)
        return value

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases are not used here")
        return super().compose_node(parent, index)


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_entry)
_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_number)


def read(text: str) -> Configuration:
    """Read a file. Raises Invalid when it is no configuration of Minben; other mistakes are gathered."""
    if len(text) > LARGEST:
        raise Invalid(_("The file is larger than 20 MB."))
    try:
        content = yaml.load(text, Loader=_Loader)
    except NO_YAML as problem:
        raise Invalid(_("This is no YAML that can be read: %(why)s") % {"why": _why(problem)}) from problem
    if not isinstance(content, Entry) or content.get("minben") != VERSION:
        raise Invalid(
            _("This is no configuration of Minben: it begins with “minben: %(n)d”.") % {"n": VERSION}
        )
    found = Configuration(place=str(content.get("place") or ""))
    for name, value in content.items():
        _take(found, name, value, content.line)
    return found


def _why(problem: BaseException) -> str:
    mark = getattr(problem, "problem_mark", None)
    where = f"line {mark.line + 1}: " if mark is not None else ""
    return f"{where}{getattr(problem, 'problem', None) or problem}"


def _take(found: Configuration, name: str, value: Any, line: int) -> None:
    if name in {"minben", "place"}:
        return
    shape = shapes().get(name)
    if shape is None:
        found.wrong.append(Wrong(line, _("“%(name)s” is not known here.") % {"name": name}))
    elif not isinstance(value, list) or not all(isinstance(entry, Entry) for entry in value):
        found.wrong.append(Wrong(line, _("“%(name)s” is a list of entries.") % {"name": name}))
    else:
        found.lists[name] = value
        found.wrong += [wrong for entry in value for wrong in _wrongs(entry, shape)]
        found.wrong += list(_twice(value, shape.key))


def _wrongs(entry: Entry, shape: Shape) -> Iterator[Wrong]:
    for name in sorted(
        {shape.key, *shape.needed} - {name for name, value in entry.items() if value not in ("", None)}
    ):
        yield Wrong(entry.line, _("“%(name)s” is missing.") % {"name": name})
    for name, value in entry.items():
        kind = shape.kinds.get(name)
        if kind is None:
            yield Wrong(entry.line, _("“%(name)s” is not known here.") % {"name": name})
        elif not KINDS[kind](value):
            yield Wrong(entry.line, f"“{name}”: {WORDS[kind]()}")


def _twice(entries: list[Entry], key: str) -> Iterator[Wrong]:
    seen: set[Any] = set()
    for entry in entries:
        value = str(entry.get(key))
        if value in seen:
            yield Wrong(entry.line, _("“%(value)s” stands here twice.") % {"value": value})
        seen.add(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= 300


def _is_texts(value: Any) -> bool:
    named = isinstance(value, dict) and set(value) <= LANGUAGES
    return named and all(isinstance(text, str) and len(text) <= 2000 for text in value.values())


def _is_hours(value: Any) -> bool:
    days = isinstance(value, dict) and {str(day) for day in value} <= set("1234567")
    return days and all(
        isinstance(spans, list) and all(isinstance(span, str) and SPAN.fullmatch(span) for span in spans)
        for spans in value.values()
    )


def _is_days(value: Any) -> bool:
    names = {"day", "working", "note"}
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and {"day", "working"} <= set(one) <= names
        and type(one["day"]) is dt.date
        and isinstance(one["working"], bool)
        and _is_texts(one.get("note") or {})
        for one in value
    )


def _is_roles(value: Any) -> bool:
    """A list of grants that one person may hold together."""
    if not isinstance(value, list) or not all(
        isinstance(one, dict) and set(one) == {"role", "in"} for one in value
    ):
        return False
    names = {str(one["role"]) for one in value}
    return names <= set(Role.values) and all(clash(names, name) is None for name in names)


def _is_values(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(name, str) for name in value)


KINDS = {
    "text": _is_text,
    "code": lambda value: _is_text(value) and bool(re.fullmatch(r"[\w.-]{1,40}", str(value))),
    "texts": _is_texts,
    "yes": lambda value: isinstance(value, bool),
    "date": lambda value: type(value) is dt.date,
    "hours": _is_hours,
    "roles": _is_roles,
    "days": _is_days,
    "values": _is_values,
}
WORDS = {
    "text": lambda: _("write a text."),
    "code": lambda: _("use letters, figures, dots, hyphens and underscores, at most 40."),
    "texts": lambda: _("write texts by language: zh-hant, zh-hans, en."),
    "yes": lambda: _("write true or false."),
    "date": lambda: _("write a day like 2027-03-09."),
    "hours": lambda: _("write hours by weekday, like “1: [09:00-12:00, 13:30-17:00]”."),
    "days": lambda: _("write days like “{day: 2027-03-09, working: false}”."),
    "values": lambda: _("write settings by name, like “{prefix: TN, digits: 6}”."),
    "roles": lambda: _("write roles that exist and go together, like “{role: officer, in: water}”."),
}
