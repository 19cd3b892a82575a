"""The drawing board: what it is drawn with, what a drawing may name, and the words that it speaks."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minben import cases
from minben.cases.course.flow import Place
from minben.cases.course.vocabulary import PERSON
from minben.cases.limits import STEPS
from minben.desk.forms.verb import verb_named
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Missing, Text
from minben.foundation.records.translated import localized
from minben.processes import handlers
from minben.processes.copying import copy_of
from minben.processes.models import Definition, Version
from minben.processes.verifying import known

from .drawing_words import words

BLANK = Path(cases.__file__).parent / "shipped" / "blank"
FILES = {Definition.Kind.PROCESS: "process.bpmn", Definition.Kind.DECISION: "table.dmn"}
NEEDED = "designer/installed"
PLACES: dict[str, Text] = {
    Place.CENTRE: _("Hotline centre"),
    Place.DEPARTMENT: _("The department that holds the case"),
    PERSON: _("Whoever asked: events only"),
}

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Board:
    """What stands on the board, whose it is (no key for a new one), and what it may name."""

    kind: str
    key: str
    name: str
    source: str
    installed: bool
    offers: str


def installed() -> bool:
    """Has ``make designer`` been run here?"""
    return finders.find(NEEDED) is not None


def board(actor: Actor, *, kind: str, key: str, source: str) -> Board:
    require(actor, "process.design")
    offers = json.dumps({**_named(), "words": words()}, ensure_ascii=False)
    return Board(kind, key, _name(key), source, installed(), offers)


def _name(key: str) -> str:
    names = Definition.objects.filter(key=key).values_list("names", flat=True).first() if key else None
    return localized(names) if names else ""


def beginnings() -> Choices:
    """What a new drawing may begin with: empty ones, then a copy of each that is published."""
    rows = Version.objects.filter(state=Version.State.PUBLISHED).order_by(
        "definition__kind", "definition__key"
    )
    copies = rows.values_list("id", "definition__names")
    return [
        (Definition.Kind.PROCESS, gettext("An empty process with lanes")),
        (Definition.Kind.DECISION, gettext("An empty decision table")),
        *((str(pk), gettext("A copy of “%s”") % localized(names)) for pk, names in copies),
    ]


def begun(beginning: str, *, key: str, name: str, english: str) -> tuple[str, str]:
    """Kind and source of a new drawing. Raises Missing when what it should copy is gone."""
    if beginning in FILES:
        kind = Definition.Kind(beginning)
        return kind, copy_of((BLANK / FILES[kind]).read_bytes(), key=key, name=name, english=english)
    version = Version.objects.select_related("definition").filter(pk=uuid.UUID(beginning)).first()
    if version is None:
        raise Missing(_("There is no such version."))
    copied = copy_of(version.source.encode(), key=key, name=name, english=english)
    return version.definition.kind, copied


def _named() -> dict[str, Choices]:
    found = known()
    return {
        "places": [(place, str(PLACES.get(place, place))) for place in sorted(found.places)],
        "roles": [(role, str(Role(role).label)) for role in sorted(found.roles)],
        "verbs": _by_label((name, _verb(name)) for name in found.verbs),
        "clocks": [(name, str(STEPS[name])) for name in STEPS if name in found.clocks],
        "handlers": _by_label((one.name, str(one.does)) for one in handlers.all_handlers().values()),
        "decisions": _definitions(Definition.Kind.DECISION, found.decisions),
        "processes": _definitions(Definition.Kind.PROCESS, found.processes),
        "forms": [(form, form) for form in sorted(found.forms)],
    }


def _verb(name: str) -> str:
    verb = verb_named(name)
    return f"{verb.label} ({name})" if verb is not None else name


def _definitions(kind: str, keys: Iterable[str]) -> Choices:
    rows = Definition.objects.filter(kind=kind, key__in=list(keys)).order_by("key")
    return [(row.key, str(localized(row.names))) for row in rows]


def _by_label(choices: Iterable[tuple[str, str]]) -> Choices:
    return sorted(choices, key=lambda choice: choice[1])
