"""The settings of a file: held against what their rooms declared, changed through the action."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from minben.agencies.models import Jurisdiction
from minben.foundation.options import groups, held
from minben.foundation.options.actions import change
from minben.foundation.options.groups import Group

from .reading import Configuration, Entry, Wrong
from .step import Step


def wrongs(asked: Configuration) -> Iterator[Wrong]:
    """Groups and settings that are not there, and values that do not fit."""
    for entry in asked.lists["settings"]:
        name, values = str(entry.get("group")), entry.get("values")
        group = groups.get(name)
        if group is None:
            yield Wrong(entry.line, _("There are no settings “%(name)s”.") % {"name": name})
        elif isinstance(values, dict):
            yield from _of_group(entry, group, dict(values))


def _of_group(entry: Entry, group: Group, values: dict[str, Any]) -> Iterator[Wrong]:
    for name in sorted(str(one) for one in set(values) - set(group.defaults())):
        yield Wrong(entry.line, _("“%(name)s” is not known here.") % {"name": name})
    for name, message in group.wrongs(_after(group, values)).items():
        yield Wrong(entry.line, f"“{name}”: {message}")


def _after(group: Group, values: dict[str, Any]) -> dict[str, Any]:
    """What would hold: what holds now, with what the file says over it."""
    known = {o.name: o.tidy(values[o.name]) for o in group.options() if o.name in values}
    return held.of(group.name) | known


def steps(asked: Configuration, _place: Jurisdiction) -> Iterator[Step]:
    """One for each group that the file wants otherwise."""
    for entry in asked.lists["settings"]:
        name, values = str(entry["group"]), dict(entry["values"])
        group = groups.get(name)
        if group is not None and _after(group, values) != held.of(name):
            text = _("settings %(name)s") % {"name": name}
            yield Step(entry.line, text, partial(change, name=name, values=values))
