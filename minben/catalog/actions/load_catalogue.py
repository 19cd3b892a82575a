"""Load a folder of YAML files: the government, the lists, laws, services, life events and articles.

Applied twice, the second time changes nothing (STYLE: configuration is files that can be applied twice).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from minben.catalog.models import LegalResource
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.records.errors import Invalid, Problem
from minben.foundation.records.hostile import NO_YAML

from .load_government import load_departments, load_jurisdictions, load_offices
from .load_lists import load_categories, load_event, load_routes, load_stages, load_topics
from .record_law import record_law
from .supersede_law import supersede_law
from .write_article import write_article
from .write_service import relate, write_service

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader, in C where PyYAML was built with it: ten times as fast."""

Progress = Callable[[str, int, int], None]


@dataclass
class Loaded:
    """How many things of each kind there were and how many of them changed."""

    seen: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    def count(self, kind: str, changed: bool) -> None:
        self.seen[kind] = self.seen.get(kind, 0) + 1
        self.changed[kind] = self.changed.get(kind, 0) + int(changed)


def _quiet(_kind: str, _done: int, _all: int) -> None:
    return None


def load_catalogue(actor: Actor, folder: Path | str, progress: Progress = _quiet) -> Loaded:
    """Load everything in ``folder``; files that are not there are left out.

    ``progress(kind, done, all)`` is called after each thing. Each thing is its own transaction: a load that
    stops is taken up by running it again. Raises Invalid naming the file and the field.
    """
    require(actor, "catalog.edit")
    root, loaded = Path(folder), Loaded()
    if not root.is_dir():
        raise Invalid(_("There is no folder %(folder)s.") % {"folder": str(root)})
    for kind, things, load in _plan(actor, root):
        items = list(things)
        for done, (source, item) in enumerate(items, 1):
            loaded.count(kind, _load_one(load, source, item))
            progress(kind, done, len(items))
    return loaded


Item = tuple[str, Mapping[str, Any]]
Load = Callable[[Mapping[str, Any]], bool]


def _plan(actor: Actor, root: Path) -> Iterator[tuple[str, Iterable[Item], Load]]:
    """What is loaded, in the order in which things lean on one another. Files are read when their turn comes."""
    services = _Once(_each(root / "services"))
    yield "jurisdictions", _in(root, "departments.yaml", "jurisdictions"), load_jurisdictions
    yield "departments", _in(root, "departments.yaml", "departments"), load_departments
    yield "offices", _in(root, "departments.yaml", "offices"), load_offices
    yield "stages", _in(root, "stages.yaml", "stages"), load_stages
    yield "topics", _in(root, "topics.yaml", "topics"), load_topics
    yield "laws", _in(root, "laws.yaml", "laws"), lambda item: record_law(actor, item)[1]
    yield "superseded", _in(root, "laws.yaml", "laws"), lambda item: _superseded(actor, item)
    yield "services", services, lambda item: write_service(actor, item)[1]
    yield "related", services, relate
    yield "events", _each(root / "events"), load_event
    yield "articles", _each(root / "articles"), lambda item: write_article(actor, item)[1]
    yield "categories", _in(root, "taxonomy.yaml", ""), load_categories
    yield "routes", _in(root, "routes.yaml", ""), load_routes


class _Once:
    """Things read at the first going through and kept for the next one."""

    def __init__(self, things: Iterable[Item]) -> None:
        self._things, self._kept = things, list[Item]()

    def __iter__(self) -> Iterator[Item]:
        self._kept = self._kept or list(self._things)
        return iter(self._kept)


def _in(root: Path, name: str, part: str) -> Iterator[Item]:
    path = root / name
    if not path.exists():
        return
    found = _read(path)
    for item in (found.get(part) or []) if part else [found]:
        yield f"{name} {item.get('slug') or item.get('code') or ''}".strip(), item


def _each(folder: Path) -> Iterator[Item]:
    for path in sorted(folder.glob("*.yaml")):
        yield f"{folder.name}/{path.name}", _read(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    except NO_YAML as error:
        raise Invalid(_("%(file)s cannot be read: %(why)s") % {"file": path.name, "why": error}) from error
    if not isinstance(found, dict):
        raise Invalid(_("%(file)s must hold a mapping.") % {"file": path.name})
    return found


def _load_one(load: Load, source: str, item: Mapping[str, Any]) -> bool:
    try:
        return load(item)
    except Problem as error:
        places = "; ".join(f"{name}: {message}" for name, message in error.fields.items())
        raise Invalid(f"{source}: {error.message} {places}".strip(), fields=error.fields) from error
    except KeyError as error:
        raise Invalid(_("%(file)s: %(name)s is missing.") % {"file": source, "name": error}) from error


def _superseded(actor: Actor, item: Mapping[str, Any]) -> bool:
    """``supersedes`` or ``superseded_by`` in a law's file, once both laws are there."""
    pairs = [(slug, item["slug"]) for slug in _listed(item.get("supersedes"))]
    pairs += [(item["slug"], slug) for slug in _listed(item.get("superseded_by"))]
    changed = False
    for older_slug, newer_slug in pairs:
        laws = LegalResource.objects.in_bulk([older_slug, newer_slug], field_name="slug")
        if len(laws) < 2:
            raise Invalid(
                _("%(older)s and %(newer)s must both be recorded.")
                % {"older": older_slug, "newer": newer_slug}
            )
        changed |= laws[older_slug].superseded_by_id != laws[newer_slug].id
        supersede_law(actor, laws[older_slug], by=laws[newer_slug])
    return changed


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value or []]
