"""A room says in its ``choices.py`` what an administrator may set: name, kind, default, rule, words.

``value_of(name)`` reads without asking the database: all values lie in the process and are read anew, in one statement,
at most once a minute. An action forgets them at once in its own process. A value given by the environment wins.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings

from minben.foundation.records.errors import Text

Rule = Callable[[Any], Text | None]
KEPT_SECONDS = 60.0


class Kind(StrEnum):
    TEXT = "text"
    LINES = "lines"
    TEXTS = "texts"
    NUMBER = "number"
    CHOICES = "choices"
    SECRET = "secret"


def _good(_value: Any) -> Text | None:
    return None


@dataclass(frozen=True, eq=False)
class Choice:
    """One thing that may be set. ``rule`` answers what is wrong with a value, or None.

    ``given`` answers the value that the environment gives, or None when it leaves the choice to the screen.
    """

    name: str
    group: str
    kind: Kind
    default: Any
    label: Text
    help: Text = ""
    rule: Rule = _good
    policy: str = "settings.change"
    options: Sequence[tuple[str, Text]] = ()
    given: Callable[[], Any] = lambda: None

    @property
    def field(self) -> str:
        """Its name in a form."""
        return self.name.replace(".", "_")


@dataclass(frozen=True)
class Group:
    """Choices that stand on one page."""

    code: str
    label: Text
    lead: Text


_groups: dict[str, Group] = {}
_choices: dict[str, Choice] = {}


def group(code: str, label: Text, lead: Text) -> Group:
    _groups.setdefault(code, Group(code, label, lead))
    return _groups[code]


def choice(made: Choice) -> Choice:
    """Raises ValueError for a name that another room uses, or a group that nobody named."""
    if made.name in _choices or made.group not in _groups:
        raise ValueError(f"{made.name} is declared twice, or its group {made.group} is not declared.")
    _choices[made.name] = made
    return made


def all_groups() -> list[Group]:
    return list(_groups.values())


def all_choices() -> list[Choice]:
    return list(_choices.values())


def choices_of(code: str) -> list[Choice]:
    return [one for one in _choices.values() if one.group == code]


def find(name: str) -> Choice | None:
    return _choices.get(name)


class _Held:
    until = 0.0
    values: dict[str, Any] | None = None


def value_of(name: str) -> Any:
    """The value in force: of the environment, else of the screen, else the default."""
    made = _choices[name]
    given = made.given()
    return given if given is not None else _stored().get(name, made.default)


def stored(name: str) -> Any:
    """The value of the screen, else the default."""
    return _stored().get(name, _choices[name].default)


def forget() -> None:
    """Called by the actions: this process reads anew at once, others within a minute."""
    _Held.until = 0.0


def _stored() -> dict[str, Any]:
    if _Held.values is None or _Held.until < time.monotonic():
        _Held.values, _Held.until = _read(), time.monotonic() + KEPT_SECONDS
    return _Held.values


def _read() -> dict[str, Any]:
    from .secrets import opened

    return opened() if settings.configured else {}
