"""Everything that is checked before a drawing is kept: its structure, what it names, and that it can be parsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from lxml import etree

from minben.foundation.access.roles import CASE_ROLES

from . import decisions, handlers
from .drawings import Drawing
from .drawings.checking import Known, problems
from .drawings.reading import drawing_of, elements_of
from .drawings.words import BESIDE, BPMN, NODES, OURS
from .engine import Spec, spec_of
from .models import Definition, Version
from .problems import Problem, Problems
from .xml import safe_tree

Vocabulary = Callable[[], dict[str, Any]]
_vocabularies: list[Vocabulary] = []


@dataclass(frozen=True)
class Verified:
    """What was found out about a drawing that can run."""

    key: str
    kind: str
    names: dict[str, str]
    calls: frozenset[str]
    warnings: tuple[Problem, ...] = ()


def speaks(vocabulary: Vocabulary) -> Vocabulary:
    """Register the places, verbs, clocks and forms that drawings of an upper room's subjects may name."""
    _vocabularies.append(vocabulary)
    return vocabulary


def known() -> Known:
    words: dict[str, Any] = {"places": set(), "verbs": set(), "clocks": set(), "forms": set()}
    for vocabulary in _vocabularies:
        for name, found in vocabulary().items():
            words[name] |= set(found)
    published = Version.objects.filter(state=Version.State.PUBLISHED).values_list(
        "definition__kind", "definition__key"
    )
    keys = {kind: {key for other, key in published if other == kind} for kind in Definition.Kind}
    return Known(
        roles={str(role) for role in CASE_ROLES},
        handlers=set(handlers.all_handlers()),
        decisions=keys[Definition.Kind.DECISION],
        processes=keys[Definition.Kind.PROCESS],
        **words,
    )


def verify(source: bytes) -> Verified:
    """Raises Problems with every problem that stops it, Invalid for what is no drawing at all."""
    root = safe_tree(source)
    if etree.QName(root).namespace != BPMN:
        return _verify_table(source, root)
    drawing = drawing_of(root)
    found = [*_foreign(root), *_twice(root), *problems(drawing, known())]
    stopping = [problem for problem in found if not problem.warning]
    if stopping:
        raise Problems(stopping)
    called = _sources(drawing)
    spec_of(source, called)
    names = {"zh-hant": drawing.name, "en": _english(root, drawing)}
    warnings = tuple(problem for problem in found if problem.warning)
    return Verified(drawing.id, Definition.Kind.PROCESS, names, frozenset(called), warnings)


def runnable(source: bytes) -> Spec:
    """What would run if this drawing were published now. Raises Problems, Invalid."""
    return spec_of(source, _sources(drawing_of(safe_tree(source))))


def _verify_table(source: bytes, root: etree._Element) -> Verified:
    model = decisions.read(source)
    name = model.name or model.id
    names = {"zh-hant": name, "en": root.get(f"{{{OURS}}}en") or name}
    return Verified(model.id, Definition.Kind.DECISION, names, frozenset(), model.warnings)


def _sources(drawing: Drawing) -> dict[str, bytes]:
    keys = {node.calls for node in drawing.nodes.values() if node.calls}
    rows = Version.objects.filter(definition__key__in=keys, state=Version.State.PUBLISHED)
    return {key: source.encode() for key, source in rows.values_list("definition__key", "source")}


def _foreign(root: etree._Element) -> list[Problem]:
    """Elements of BPMN that are not run here."""
    return [
        Problem(
            element.get("id", ""),
            element.get("name", ""),
            _("“%s” is not run here. Draw it with other elements.") % kind,
        )
        for kind, element in elements_of(root)
        if kind not in NODES | BESIDE and not kind.endswith("EventDefinition")
    ]


def _twice(root: etree._Element) -> Iterator[Problem]:
    """Two elements under one id: only one of them would be run, and nobody could say which."""
    seen: set[str] = set()
    for _kind, element in elements_of(root):
        key = element.get("id", "")
        if key and key in seen:
            yield Problem(
                key, element.get("name", ""), _("Another element has this id, too. Give each its own.")
            )
        seen.add(key)


def _english(root: etree._Element, drawing: Drawing) -> str:
    process = next(element for element in root if element.get("id") == drawing.id)
    return process.get(f"{{{OURS}}}en") or drawing.name
