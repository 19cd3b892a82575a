"""Groups of settings that are changed on screens. A room declares its own: names, limits, and the rule between them.

Whatever comes in by a screen or by a configuration file is held against the same description, in the action.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Text
from minben.foundation.records.texts import listed
from minben.foundation.records.translated import LANGUAGES, localized

Values = Mapping[str, Any]
Wrong = dict[str, Text]


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    MANY = "many"
    TEXTS = "texts"


@dataclass(frozen=True)
class Option:
    """One setting. ``least`` and ``most`` bound a number, ``most`` the length of a text; ``help`` says what it does."""

    name: str
    label: Text
    kind: Kind
    default: Any
    help: Text = ""
    least: int = 0
    most: int = 200
    choices: tuple[tuple[str, Text], ...] = ()
    needed: bool = True
    unit: Text = ""
    capitals: bool = False

    def tidy(self, value: Any) -> Any:
        """The one written form of a value, so that the same choice twice is no change."""
        if self.kind == Kind.MANY and isinstance(value, list | tuple):
            known = [key for key, _label in self.choices if key in value]
            return [*known, *(one for one in value if one not in known)]
        if self.kind == Kind.TEXTS and isinstance(value, dict):
            return {
                name: value[name].replace("\r\n", "\n").strip()
                for name in LANGUAGES
                if _written(value.get(name))
            }
        plain = value.strip() if isinstance(value, str) else value
        return plain.upper() if self.capitals and isinstance(plain, str) else plain

    def wrong(self, value: Any) -> Text | None:
        """What does not fit, in words; None for a value that may be kept."""
        return _TESTS[self.kind](self, value)

    def differences(self, before: Any, after: Any) -> list[tuple[Text, Text, Text]]:
        """(what, before, after) as people read it; a text in three languages is told by language."""
        if before == after:
            return []
        if self.kind != Kind.TEXTS:
            return [(self.label, self.shown(before), self.shown(after))]
        return [
            (format_lazy("{label} ({language})", label=self.label, language=called), was or "–", now or "–")
            for language, called in settings.LANGUAGES
            if (was := before.get(language, "")) != (now := after.get(language, ""))
        ]

    def shown(self, value: Any) -> Text:
        """The value as people read it."""
        words = dict(self.choices)
        if self.kind == Kind.TEXTS:
            return str(localized(value)) or "–"
        if self.kind == Kind.MANY:
            return listed(words.get(one, one) for one in value) or "–"
        if self.kind == Kind.NUMBER and self.unit:
            return format_lazy("{n} {unit}", n=value, unit=self.unit)
        return words.get(value, value) if value not in ("", None) else "–"


def _written(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _text(option: Option, value: Any) -> Text | None:
    if not isinstance(value, str):
        return _("Write a text.")
    if option.needed and not value:
        return format_lazy(_("Fill in: {label}"), label=option.label)
    if len(value) > option.most:
        return _("At most %(most)s characters.") % {"most": option.most}
    return _("Write it on one line.") if "\n" in value or "\r" in value else None


def _number(option: Option, value: Any) -> Text | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return _("Write a whole number.")
    if not option.least <= value <= option.most:
        sentence = _("{label}: between {least} and {most}.")
        return format_lazy(sentence, label=option.label, least=option.least, most=option.most)
    return None


def _choice(option: Option, value: Any) -> Text | None:
    return None if value in dict(option.choices) else _("Choose one of these.")


def _many(option: Option, value: Any) -> Text | None:
    if not isinstance(value, list) or not all(one in dict(option.choices) for one in value):
        return _("Choose from these.")
    return _("Choose at least one.") if option.needed and not value else None


def _texts(option: Option, value: Any) -> Text | None:
    if not isinstance(value, dict) or not set(value) <= set(LANGUAGES):
        return _("Write texts by language.")
    if any(len(text) > option.most for text in value.values()):
        return _("At most %(most)s characters.") % {"most": option.most}
    return format_lazy(_("Fill in: {label}"), label=option.label) if option.needed and not value else None


_TESTS: dict[Kind, Callable[[Option, Any], Text | None]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.MANY: _many,
    Kind.TEXTS: _texts,
}


def no_rule_between(_values: Values) -> Wrong:
    return {}


def nothing_lost(_values: Values) -> Text:
    return ""


@dataclass(frozen=True)
class Group:
    """Settings that are changed together. ``check`` is the rule that needs more than one value, or the database;
    ``loss`` says what these values would take away for good, so that a screen asks twice.

    ``check`` names the option, or one language of a text (``mail.en``). ``part_of``: the screen that lists it with others
    of its kind, in place of the overview.
    """

    name: str
    label: Text
    about: Text
    options: Callable[[], tuple[Option, ...]]
    policy: str = "options.system"
    check: Callable[[Values], Wrong] = no_rule_between
    loss: Callable[[Values], Text] = nothing_lost
    part_of: str = ""

    def defaults(self) -> dict[str, Any]:
        return {option.name: option.default for option in self.options()}

    def wrongs(self, values: Values) -> Wrong:
        """Messages by option; the rule between them is asked only when each fits by itself."""
        found = {o.name: wrong for o in self.options() if (wrong := o.wrong(values.get(o.name))) is not None}
        return found or self.check(values)


_groups: dict[str, Group] = {}


def declare(group: Group) -> Group:
    """Raises ValueError for a second group of that name."""
    if group.name in _groups:
        raise ValueError(f"The group of settings {group.name} is declared twice.")
    _groups[group.name] = group
    return group


def get(name: str) -> Group | None:
    return _groups.get(name)


def all_groups() -> tuple[Group, ...]:
    """In the order in which their names stand."""
    return tuple(_groups[name] for name in sorted(_groups))
