"""What stands against publishing an edition: mistakes of writing, and broken rules by their code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from minben.catalog import guide as guides
from minben.catalog.actions.write_service import OWN
from minben.catalog.models import Edition
from minben.catalog.rules import Finding, check
from minben.foundation.records.errors import Invalid, Text

from . import kinds
from .more_rules import of_content


def findings(edition: Edition) -> list[Finding]:
    """All of them: those that block (``warning`` False) first."""
    found = of_written(edition.kind, edition.content)
    return sorted(found, key=lambda finding: finding.warning)


def of_written(kind: str, content: Mapping[str, Any]) -> list[Finding]:
    """What is wrong with a written thing. Mistakes of writing have the code "form"."""
    if kind != Edition.Kind.SERVICE:
        return _lacking(kind, content)
    found = [] if content.get("department") else [_missing("department", _("Choose its department."))]
    try:
        guide = guides.read({name: value for name, value in content.items() if name not in OWN})
    except Invalid as error:
        return [*found, *(Finding("form", field, message) for field, message in error.fields.items())]
    topics = frozenset(audience for audience, codes in (content.get("topics") or {}).items() if codes)
    return [*found, *check(guide.facts(topics)), *of_content(content)]


def _missing(field: str, message: Text) -> Finding:
    return Finding("form", field, message)


def _lacking(kind: str, content: Mapping[str, Any]) -> list[Finding]:
    """The few fields without which a thing of this kind cannot stand."""
    found = []
    own = kinds.of(kind)
    if not own.title_of(content):
        found.append(_missing(own.title_field, _("Give it a name.")))
    if kind == "article" and not content.get("body"):
        found.append(_missing("body", _("Write the text.")))
    if kind == "event" and content.get("audience") not in {"person", "business"}:
        found.append(_missing("audience", _("Say for whom it is.")))
    if kind == "event" and not content.get("code"):
        found.append(_missing("code", _("Give it a code.")))
    if kind == "law" and not content.get("kind"):
        found.append(_missing("kind", _("Choose what it is.")))
    return found


def refuse_blocked(edition: Edition) -> None:
    """Raises Invalid when anything stands against publishing."""
    blocking = [finding for finding in findings(edition) if not finding.warning]
    if blocking:
        named = "; ".join(f"{finding.rule}: {finding.message}" for finding in blocking[:5])
        raise Invalid(
            _("%(count)d things must be mended first. %(named)s") % {"count": len(blocking), "named": named}
        )
