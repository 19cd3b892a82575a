"""What an event is: a frozen dataclass with a name, stored as JSON and read back as the same type."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from minben.foundation.records.ids import moment_of

E = TypeVar("E", bound="Event")
_kinds: dict[str, type[Event]] = {}


@dataclass(frozen=True)
class Event:
    """News of something that happened to ``subject_id``. Subclass it, name it, and it is registered::

        @dataclass(frozen=True)
        class CaseClosed(Event):
            name = "case.closed"
            number: str

    Fields may be str, int, bool, float, None, UUID, date, datetime, Decimal, enums, and lists, tuples or
    string-keyed dicts of those. A subclass without a name is a family: it is not announced itself, and who
    subscribes to it hears all its members. ``event_id`` is set on events that were read back.
    """

    name: ClassVar[str] = ""
    subject_id: UUID
    event_id: UUID | None = field(default=None, compare=False, kw_only=True)

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if abstract:
            return
        if "name" not in vars(cls):
            _refuse_a_second_bearer(cls)
            return
        known = _kinds.get(cls.name)
        if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"Two events are named {cls.name}: {known.__qualname__} and {cls.__qualname__}")
        _kinds[cls.name] = cls

    @property
    def happened_at(self) -> dt.datetime:
        """When it was announced. Only events that were read back know."""
        if self.event_id is None:
            raise ValueError("This event was not announced yet.")
        return moment_of(self.event_id)


def _refuse_a_second_bearer(cls: type[Event]) -> None:
    if cls.name:
        raise TypeError(f"{cls.__qualname__} would be announced as {cls.name}; give it a name of its own.")


def all_events() -> dict[str, type[Event]]:
    return dict(sorted(_kinds.items()))


def members(kinds: Iterable[type[Event]]) -> list[type[Event]]:
    """The named events among ``kinds`` and their subclasses."""
    return [kind for kind in all_events().values() if issubclass(kind, tuple(kinds))]


def payload_of(event: Event) -> dict[str, Any]:
    """The fields as JSON values, without the two that have columns of their own."""
    if not event.name:
        raise TypeError(f"{type(event).__qualname__} is a family; announce one of its members.")
    own = (f for f in dataclasses.fields(event) if f.name not in {"subject_id", "event_id"})
    return {f.name: _plain(getattr(event, f.name)) for f in own}


def read_back(name: str, *, subject_id: UUID, event_id: UUID, payload: Mapping[str, Any]) -> Event:
    """The event as it was announced. Fields that a newer version dropped are ignored, new ones take their default.

    Raises KeyError for a name that no code knows any more, TypeError when a field without default is missing.
    """
    kind = _kinds[name]
    hints = get_type_hints(kind)
    known = {f.name for f in dataclasses.fields(kind)}
    values = {key: _typed(value, hints[key]) for key, value in payload.items() if key in known}
    return kind(subject_id=subject_id, event_id=event_id, **values)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, (str, int, float)):
        return value
    raise TypeError(f"An event cannot carry a {type(value).__name__}; give its id or its text.")


def _typed(value: Any, hint: Any) -> Any:
    origin = get_origin(hint)
    if value is None or hint is Any:
        return value
    if origin in {Union, types.UnionType}:
        return _typed(value, next(kind for kind in get_args(hint) if kind is not type(None)))
    if origin in {list, tuple, set, frozenset}:
        return origin(_typed(inner, get_args(hint)[0]) for inner in value)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _typed(inner, get_args(hint)[1]) for key, inner in value.items()}
    return _scalar(value, hint)


def _scalar(value: Any, hint: type) -> Any:
    if hint in {dt.datetime, dt.date}:
        return hint.fromisoformat(value)  # type: ignore[attr-defined]
    if hint in {UUID, Decimal} or issubclass(hint, Enum):
        return hint(value)
    return value
