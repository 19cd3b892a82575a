"""What editors look at: their lists, one edition, the history of a thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from minben.catalog.editing import kinds
from minben.catalog.models import (
    Article,
    Edition,
    EditionStep,
    LegalResource,
    LifeEventType,
    ServiceVersion,
    Topic,
)
from minben.foundation.records.errors import Missing
from minben.foundation.records.translated import localized

OPEN = ("draft", "in_review", "approved", "scheduled")
MOST = 400


@dataclass(frozen=True)
class Line:
    """One thing in the editors' list: what is published of it, and the open draft if there is one."""

    kind: str
    key: str
    title: dict[str, Any]
    published: bool
    edition: Edition | None
    department: str = ""

    @property
    def state(self) -> str:
        if self.edition:
            return self.edition.state
        return "published" if self.published else "withdrawn"


def lines(kind: str, *, state: str = "", department: str = "", text: str = "") -> list[Line]:
    """Every thing of a kind, in at most three statements; narrowed by state, department and words of its name."""
    opened = {one.key: one for one in _latest(kind)}
    found = {line.key: line for line in _published(kind, opened)}
    for key, edition in opened.items():
        if key not in found:
            found[key] = Line(kind, key, edition.title, False, edition, _code(edition))
    kept = [line for line in found.values() if _fits(line, state, department, text)]
    return sorted(kept, key=lambda line: (not (line.edition and line.edition.state in OPEN), line.key))[:MOST]


def _code(edition: Edition) -> str:
    return str(edition.content.get("department") or "")


def _latest(kind: str) -> list[Edition]:
    """Open ones, and those that ended withdrawn or dropped without anything after them."""
    rows = Edition.objects.filter(kind=kind, state__in=[*OPEN, "withdrawn", "dropped"])
    return list(rows.order_by("number")[: MOST * 2])


def _published(kind: str, opened: dict[str, Edition]) -> list[Line]:
    def line(key: str, title: dict[str, Any], department: str = "") -> Line:
        edition = opened.get(key)
        return Line(
            kind, key, title, True, edition if edition and edition.state in OPEN else None, department
        )

    if kind == "service":
        rows = ServiceVersion.objects.filter(state="published").select_related("service__department")
        return [line(v.service.slug, v.name, v.service.department.code) for v in rows[:MOST]]
    if kind == "event":
        return [line(e.slug, e.name) for e in LifeEventType.objects.filter(published=True)[:MOST]]
    if kind == "article":
        articles = Article.objects.filter(state="published").select_related("department")[:MOST]
        return [line(a.slug, a.title, a.department.code if a.department else "") for a in articles]
    if kind == "topic":
        return [
            line(f"{t.audience}/{t.code}", t.name) for t in Topic.objects.order_by("audience", "order")[:MOST]
        ]
    return [line(law.slug, law.title) for law in LegalResource.objects.order_by("slug")[:MOST]]


def _fits(line: Line, state: str, department: str, text: str) -> bool:
    said = f"{line.key} {localized(line.title)} {line.title.get('en', '')}".lower()
    right_state = not state or line.state == state or (state == "open" and line.state in OPEN)
    return right_state and (not department or line.department == department) and text.lower() in said


def counts() -> dict[str, int]:
    """How many editions wait in each open state: one statement."""
    rows = Edition.objects.filter(state__in=OPEN).values("state").annotate(n=Count("id"))
    return {row["state"]: row["n"] for row in rows}


def edition(edition_id: UUID) -> Edition:
    """Raises Missing."""
    found = Edition.objects.select_related("department", "base").filter(id=edition_id).first()
    if found is None:
        raise Missing(_("There is no such draft."))
    return found


def versions(kind: str, key: str) -> list[Edition]:
    """All editions of a thing, newest first."""
    return list(Edition.objects.filter(kind=kind, key=key).order_by("-number")[:50])


def steps(kind: str, key: str) -> list[EditionStep]:
    """Who did what when, newest first; one's own keepings in a row are one line."""
    rows = EditionStep.objects.filter(edition__kind=kind, edition__key=key).select_related("edition")
    made: list[EditionStep] = []
    for row in rows.order_by("-id")[:200]:
        last = made[-1] if made else None
        if last and row.verb == last.verb == "kept" and (row.by, row.section) == (last.by, last.section):
            continue
        made.append(row)
    return made


def waiting_for(staff_id: UUID | None) -> list[Edition]:
    """What somebody could review now: in review and not written by them."""
    rows = Edition.objects.filter(state="in_review")
    if staff_id:
        rows = rows.exclude(writers__contains=[staff_id])
    return list(rows.order_by("changed_at")[:50])


def farewell(kind: str, key: str) -> Edition | None:
    """What the public reads in place of a withdrawn thing, unless it is published again."""
    newest = Edition.objects.filter(kind=kind, key=key).filter(Q(state="withdrawn") | Q(state="published"))
    found = newest.order_by("-number").first()
    return found if found and found.state == "withdrawn" else None


def standing_title(kind: str, key: str) -> dict[str, Any] | None:
    """What the public reads as the name of it; None when nothing of it is published."""
    content = kinds.of(kind).current(key)
    return None if content is None else kinds.of(kind).title_of(content)
