"""A mapping: which columns of a file become which fields. Small YAML files, documented in docs/reference/imports.md."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping as Texts
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid
from minben.foundation.records.hostile import LARGEST_NUMBER, NO_YAML
from minben.foundation.worktime import Calendar, Hours, calendar_for

from .moments import NAMED

SHIPPED = Path(__file__).parent / "mappings"
KINDS = ("services", "articles", "messages", "service-requests")
LANGUAGES = ("zh-hant", "zh-hans", "en")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "big5")
FIELDS = {
    "services": frozenset(
        {"name", "summary", "conditions", "time_note", "task_code", "catalog_code", "task_type", "audiences"}
        | {"ways", "online_link", "online_depth", "keywords", "advice_phone", "complaint_phone", "mode"}
        | {"visits", "visits_reason"}
    ),
    "articles": frozenset({"title", "body", "keywords", "valid_from", "valid_until", "audience", "kind"}),
    "messages": frozenset(
        {"title", "body", "reply", "received_at", "replied_at", "party", "kind", "channel", "urgency"}
        | {"topic", "place"}
    ),
    "service-requests": frozenset(
        {"title", "body", "kind", "channel", "urgency", "topic", "place", "latitude", "longitude", "state"}
        | {"opened_at", "target_at", "closed_at", "answer"}
    ),
}
NEEDED = {
    "services": ("name",),
    "articles": ("title", "body"),
    "messages": ("title", "received_at", "replied_at", "reply"),
    "service-requests": ("title", "topic", "state", "opened_at"),
}
_SPEC = {
    "column",
    "columns",
    "constant",
    "map",
    "words",
    "otherwise",
    "pattern",
    "split",
    "moment",
    "day",
} | {"empty"}
_TOP = {
    "kind",
    "about",
    "source",
    "language",
    "time_zone",
    "encoding",
    "delimiter",
    "sheet",
    "key",
    "fields",
} | {"jurisdiction", "calendar", "facts", "departments", "version"}


@dataclass(frozen=True)
class Spec:
    """How one field is read from a row; see :mod:`minben.importing.values`."""

    columns: tuple[str, ...] = ()
    constant: Any = None
    map: Texts[str, str] = field(default_factory=dict)
    words: Texts[str, tuple[str, ...]] = field(default_factory=dict)
    otherwise: str | None = None
    pattern: str = ""
    split: str = ""
    moment: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    empty: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """The jurisdiction that is opened for what is imported, unless an existing one is chosen."""

    code: str
    name: Texts[str, str]
    calendar: str = "CN"


@dataclass(frozen=True)
class Departments:
    """``name``: the column with the department's name. ``create``: open those that are not there yet."""

    name: Spec | None = None
    create: bool = False
    prefix: str = ""
    credit_code: Spec | None = None
    centre: Texts[str, str] = field(default_factory=dict)
    """Name by language of the hotline centre that is opened with a new jurisdiction."""


@dataclass(frozen=True)
class Version:
    """How a service is written: published with rules passed over for a reason, or a draft for an editor."""

    state: str = "published"
    waive: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Mapping:
    """A mapping as read and checked."""

    kind: str
    source: str
    key: tuple[str, ...]
    fields: Texts[str, Spec]
    about: str = ""
    language: str = "zh-hant"
    zone: zoneinfo.ZoneInfo = field(default_factory=lambda: zoneinfo.ZoneInfo("Asia/Shanghai"))
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    place: Place | None = None
    calendar: Calendar | None = None
    """By which the source counts its time limits; read by ``minben worktime check`` only."""
    departments: Departments = field(default_factory=Departments)
    version: Version = field(default_factory=Version)
    facts: Texts[str, Spec] = field(default_factory=dict)
    """What is kept with the case in the source's own words, by the word it is shown under."""

    @property
    def columns(self) -> frozenset[str]:
        """Every column it reads: a file without one of them is the wrong file."""
        specs = [
            *self.fields.values(),
            *self.facts.values(),
            self.departments.name,
            self.departments.credit_code,
        ]
        return frozenset(self.key).union(*(spec.columns for spec in specs if spec))


def shipped() -> list[str]:
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def load(name: str) -> Mapping:
    """A shipped mapping by name, or a file by path. Raises Invalid naming what is wrong in which place."""
    path = SHIPPED / f"{name}.yaml" if name in shipped() else Path(name)
    try:
        written = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        known = ", ".join(shipped())
        raise Invalid(
            _("There is no mapping “%(name)s”. Name one of %(known)s, or the path of a mapping file.")
            % {"name": name, "known": known}
        ) from error
    return parse(written)


def parse(written: str) -> Mapping:
    """The mapping written as YAML. Raises Invalid and nothing else, whatever is written there."""
    try:
        content = yaml.safe_load(written)
    except NO_YAML as error:
        raise _wrong("", _("it is no YAML: %(why)s") % {"why": " ".join(str(error).split())[:200]}) from error
    return read(content)


def read(content: Any) -> Mapping:
    """The mapping in plain values, as YAML gives them."""
    top = _table(content, "the mapping", _TOP)
    kind = _one_of(top.get("kind"), "kind", KINDS)
    fields = _fields(top.get("fields"), kind)
    key = top.get("key")
    zone = _zone(top.get("time_zone", "Asia/Shanghai"))
    return Mapping(
        kind=kind,
        source=_slug(top.get("source"), "source"),
        key=_columns(key, "key") if key else _missing("key"),
        fields=fields,
        about=_text(top.get("about"), "about"),
        language=_one_of(top.get("language", "zh-hant"), "language", LANGUAGES),
        zone=zone,
        encoding=_one_of(top["encoding"], "encoding", ENCODINGS) if top.get("encoding") else "",
        delimiter=_delimiter(top.get("delimiter")),
        sheet=_text(top.get("sheet"), "sheet"),
        place=_place(top["jurisdiction"]) if top.get("jurisdiction") else None,
        calendar=_calendar(top["calendar"], zone) if top.get("calendar") else None,
        departments=_departments(top.get("departments") or {}),
        version=_version(top.get("version") or {}),
        facts=_facts(top.get("facts") or {}, kind),
    )


def _fields(value: Any, kind: str) -> dict[str, Spec]:
    table = _table(value, "fields", FIELDS[kind])
    absent = [name for name in NEEDED[kind] if name not in table]
    if absent:
        raise _wrong("fields", _("it needs %(names)s.") % {"names": ", ".join(absent)})
    return {name: _spec(spec, f"fields.{name}") for name, spec in table.items()}


def _facts(value: Any, kind: str) -> dict[str, Spec]:
    table = _table(value, "facts")
    if table and kind != "service-requests":
        raise _wrong("facts", _("only service requests keep facts of their source."))
    return {name[:60]: _spec(spec, f"facts.{name}") for name, spec in table.items()}


def _spec(value: Any, place: str) -> Spec:
    if isinstance(value, str):
        return Spec(columns=(value,))
    table = _table(value, place, _SPEC)
    both = table.get("columns", table.get("column"))
    columns = _columns(both, place) if both else ()
    if bool(columns) == ("constant" in table):
        raise _wrong(place, _("it needs a column or a constant, and not both."))
    return Spec(
        columns=columns,
        constant=_constant(table.get("constant"), place),
        map=_texts(table.get("map") or {}, f"{place}.map"),
        words={
            name: _columns(found, f"{place}.words.{name}")
            for name, found in _table(table.get("words") or {}, f"{place}.words").items()
        },
        otherwise=_text(table["otherwise"], place) if "otherwise" in table else None,
        pattern=_pattern(table.get("pattern"), place),
        split=_text(table.get("split"), f"{place}.split"),
        moment=_dates(table.get("moment"), f"{place}.moment"),
        day=_dates(table.get("day"), f"{place}.day"),
        empty=frozenset(_columns(table["empty"], f"{place}.empty")) if table.get("empty") else frozenset(),
    )


def _departments(value: Any) -> Departments:
    table = _table(value, "departments", {"name", "create", "prefix", "credit_code", "centre"})
    return Departments(
        name=_spec(table["name"], "departments.name") if table.get("name") else None,
        create=table.get("create") is True,
        prefix=_slug(table["prefix"], "departments.prefix") if table.get("prefix") else "",
        credit_code=_spec(table["credit_code"], "departments.credit_code")
        if table.get("credit_code")
        else None,
        centre=_texts(table["centre"], "departments.centre") if table.get("centre") else {},
    )


def _version(value: Any) -> Version:
    table = _table(value, "version", {"state", "waive", "reason"})
    waive = _columns(table["waive"], "version.waive") if table.get("waive") else ()
    made = Version(
        state=_one_of(table.get("state", "published"), "version.state", ("published", "draft")),
        waive=waive,
        reason=_text(table.get("reason"), "version.reason"),
    )
    if made.waive and not made.reason:
        raise _wrong("version", _("rules that are passed over need a reason."))
    return made


def _place(value: Any) -> Place:
    table = _table(value, "jurisdiction", {"code", "name", "calendar"})
    name = _texts(table.get("name"), "jurisdiction.name")
    if not name or set(name) - set(LANGUAGES):
        raise _wrong("jurisdiction.name", _("write it by language: zh-hant, zh-hans or en."))
    code = _slug(table.get("code"), "jurisdiction.code")
    return Place(code=code, name=name, calendar=_text(table.get("calendar"), "jurisdiction.calendar") or "CN")


def _calendar(value: Any, zone: zoneinfo.ZoneInfo) -> Calendar:
    table = _table(value, "calendar", {"holidays", "hours", "time_zone"})
    where = _zone(table.get("time_zone", zone.key), "calendar.time_zone")
    spans = _columns(table.get("hours"), "calendar.hours")
    try:
        return calendar_for(_text(table.get("holidays"), "calendar"), where.key, Hours.read(spans))
    except ValueError as error:
        raise _wrong("calendar", str(error)) from error


def _table(value: Any, place: str, known: set[str] | frozenset[str] | None = None) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise _wrong(place, _("it must be a table of names and values."))
    unknown = sorted(set(value) - known) if known is not None else []
    if unknown:
        raise _wrong(
            place,
            _("“%(name)s” is not known there. Known are: %(known)s.")
            % {"name": unknown[0][:60], "known": ", ".join(sorted(known or ()))},
        )
    return value


def _texts(value: Any, place: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _wrong(place, _("it must be a table of names and values."))
    return {str(name): _text(text, place) for name, text in value.items()}


def _text(value: Any, place: str) -> str:
    if value is None:
        return ""
    endless = isinstance(value, int) and value.bit_length() > LARGEST_NUMBER
    if isinstance(value, bool) or endless or not isinstance(value, str | int | float):
        raise _wrong(place, _("it must be a text."))
    return str(value)


def _columns(value: Any, place: str) -> tuple[str, ...]:
    many = value if isinstance(value, list) else [value]
    found = tuple(_text(name, place) for name in many)
    if not found or not all(found):
        raise _wrong(place, _("it must be a text, or a list of texts."))
    return found


def _constant(value: Any, place: str) -> Any:
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, dict):
        return _texts(value, place)
    return list(_columns(value, place))


def _dates(value: Any, place: str) -> tuple[str, ...]:
    found = _columns(value, place) if value else ()
    wrong = [pattern for pattern in found if pattern not in NAMED and "%" not in pattern]
    if wrong:
        raise _wrong(place, _("“%(name)s” is no date pattern.") % {"name": wrong[0][:60]})
    return found


def _pattern(value: Any, place: str) -> str:
    text = _text(value, place)
    try:
        groups = re.compile(text).groups
    except (re.error, RecursionError, OverflowError) as error:
        raise _wrong(f"{place}.pattern", _("it is no regular expression.")) from error
    if text and groups != 1:
        raise _wrong(f"{place}.pattern", _("it needs exactly one group in brackets: what is taken."))
    return text


def _one_of(value: Any, place: str, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise _wrong(place, _("write one of %(known)s.") % {"known": ", ".join(known)})
    return value


def _slug(value: Any, place: str) -> str:
    text = _text(value, place)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,30}", text):
        raise _wrong(place, _("write 2 to 31 small letters, digits and dashes."))
    return text


def _delimiter(value: Any) -> str:
    text = _text(value, "delimiter")
    if len(text) > 1 or text in {'"', "\n", "\r"}:
        raise _wrong("delimiter", _("it must be one character."))
    return text


def _zone(value: Any, place: str = "time_zone") -> zoneinfo.ZoneInfo:
    text = _text(value, place)
    if text not in zoneinfo.available_timezones():
        raise _wrong(place, _("write one like Asia/Taipei."))
    return zoneinfo.ZoneInfo(text)


def _missing(place: str) -> tuple[str, ...]:
    raise _wrong(place, _("name the column that tells one row from another."))


def _wrong(place: str, why: str) -> Invalid:
    return Invalid(
        _("The mapping is wrong at %(place)s: %(why)s") % {"place": place or "its start", "why": why}
    )
