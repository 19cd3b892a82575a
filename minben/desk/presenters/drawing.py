"""Drawn processes as their designers see them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, OuterRef, Prefetch, QuerySet, Subquery, When
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import staff_names
from minben.cases.dispatching import rules as dispatch_rules
from minben.cases.dispatching.rules import Fared
from minben.catalog.models import PublicService, ServiceVersion
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed, require
from minben.foundation.records.errors import Missing, Text
from minben.foundation.records.translated import Localized, localized
from minben.processes.drawings.reading import read
from minben.processes.models import Definition, Run, Version
from minben.processes.picture import Picture, picture
from minben.processes.problems import Problem, Problems
from minben.processes.verifying import verify

from .decision import Tables, tables_of

STATES: dict[str, Text] = {
    Version.State.DRAFT: _("Draft"),
    Version.State.PUBLISHED: _("Published"),
    Version.State.RETIRED: _("Retired"),
}
DEFAULTS: dict[str, Text] = {
    "hotline": _("All requests to the hotline"),
    "application": _("Applications without a process of their own"),
    "bundle": _("Several services as one matter"),
    "repair": _("Bad ratings"),
    "appeal": _("Appeals against ratings"),
    "dispatch_rules": _("Suggestions on the dispatch screen"),
}


@dataclass(frozen=True)
class Line:
    definition: Definition
    name: Localized
    published: Version | None
    draft: Version | None
    services: int

    @property
    def used_by(self) -> Text:
        return DEFAULTS.get(self.definition.key, "")


@dataclass(frozen=True)
class VersionLine:
    version: Version
    state: Text
    who: str
    running: int


@dataclass(frozen=True)
class ServiceLine:
    """A service under its published name, or its newest one while nothing is published."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True)
class DefinitionPage:
    """One process: the picture of what is published (or drafted), its versions, the services that go it."""

    line: Line
    shown: Version | None
    picture: Picture | None
    tables: Tables | None
    problems: Sequence[Problem]
    versions: list[VersionLine]
    services: list[ServiceLine]
    others: list[ServiceLine]
    publishes: bool
    fared: dict[str, Fared] | None = None
    """How each rule of the dispatch rules fared; None for other tables."""


def lines(actor: Actor) -> list[Line]:
    """Every process and decision table, by key."""
    require(actor, "process.design")
    rows = Definition.objects.prefetch_related(_light()).order_by("kind", "key")
    counts: dict[str, int] = {}
    for key in PublicService.objects.exclude(process_key="").values_list("process_key", flat=True):
        counts[key] = counts.get(key, 0) + 1
    return [_line(row, counts.get(row.key, 0)) for row in rows]


def definition_page(actor: Actor, key: str, number: int | None = None) -> DefinitionPage:
    """Raises Missing for no such process or version."""
    require(actor, "process.design")
    definition = Definition.objects.prefetch_related(_light()).filter(key=key).first()
    if definition is None:
        raise Missing(_("There is no such process."))
    services = _services(PublicService.objects.filter(process_key=key))
    line = _line(definition, len(services))
    shown = _shown(line, number)
    return DefinitionPage(
        line=line,
        shown=shown,
        picture=_picture(shown),
        tables=_tables(shown),
        problems=_problems(shown),
        versions=_versions(definition),
        services=services,
        others=_services(PublicService.objects.exclude(process_key=key)),
        publishes=allowed(actor, "process.publish"),
        fared=dispatch_rules.fared(shown.id) if shown and key == dispatch_rules.KEY else None,
    )


def version_of(key: str, number: int) -> Version:
    """Raises Missing."""
    found = Version.objects.select_related("definition").filter(definition__key=key, number=number).first()
    if found is None:
        raise Missing(_("There is no such version."))
    return found


def _light() -> Prefetch[Any]:
    """Versions without their drawings: those are long, and a page reads one of them."""
    return Prefetch("versions", Version.objects.defer("source"))


def _services(rows: QuerySet[PublicService]) -> list[ServiceLine]:
    """By name, at most 500."""
    of_it = ServiceVersion.objects.filter(service=OuterRef("pk"))
    best = of_it.order_by(Case(When(state="published", then=0), default=1), "-number")
    named = rows.annotate(shown=Subquery(best.values("name")[:1])).order_by("sort_key", "slug")[:500]
    return [ServiceLine(row.id, localized(row.shown or {}) or row.slug) for row in named]


def _line(definition: Definition, services: int) -> Line:
    by_state = {version.state: version for version in definition.versions.all()}
    return Line(
        definition,
        localized(definition.names),
        by_state.get(Version.State.PUBLISHED),
        by_state.get(Version.State.DRAFT),
        services,
    )


def _shown(line: Line, number: int | None) -> Version | None:
    if number is None:
        return (
            line.published
            or line.draft
            or max(line.definition.versions.all(), key=lambda v: v.number, default=None)
        )
    return version_of(line.definition.key, number)


def _picture(version: Version | None) -> Picture | None:
    if version is None or version.definition.kind != Definition.Kind.PROCESS:
        return None
    return picture(read(version.source.encode()), (), (), public=False)


def _tables(version: Version | None) -> Tables | None:
    if version is None or version.definition.kind != Definition.Kind.DECISION:
        return None
    return tables_of(version.source)


def _problems(version: Version | None) -> Sequence[Problem]:
    """What stops a draft, and what was noticed: looked for anew, as what it names may have gone."""
    if version is None:
        return []
    try:
        return verify(version.source.encode()).warnings
    except Problems as problems:
        return problems.found


def _versions(definition: Definition) -> list[VersionLine]:
    rows = sorted(definition.versions.all(), key=lambda version: -version.number)
    names = dict(staff_names(key for row in rows if (key := row.published_by or row.made_by)))
    running = _running([row.id for row in rows])
    return [
        VersionLine(
            row,
            STATES[row.state],
            names.get(row.published_by or row.made_by or row.id, ""),
            running.get(row.id, 0),
        )
        for row in rows
    ]


def _running(version_ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Runs that were moved at least once and are not finished."""
    rows = Run.objects.filter(version_id__in=version_ids, finished_at__isnull=True).values("version_id")
    return {row["version_id"]: row["count"] for row in rows.annotate(count=Count("id")).order_by()}
