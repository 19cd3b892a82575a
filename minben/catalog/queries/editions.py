"""What editors look at: their lists, one edition, the history of a thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Value
from django.db.models.fields.json import KT
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
from minben.foundation.records.keyset import Page, page_of
from minben.foundation.records.translated import LANGUAGES
from minben.foundation.textsearch import fold

OPEN = ("draft", "in_review", "approved", "scheduled")
ENDED = ("withdrawn", "dropped")
PAGE = 30


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
    def is_open(self) -> bool:
        return self.edition is not None and self.edition.state in OPEN

    @property
    def order(self) -> list[str]:
        return ["0" if self.is_open else "1", self.key]

    @property
    def state(self) -> str:
        if self.edition:
            return self.edition.state
        return "published" if self.published else "withdrawn"


def page_of_lines(lines: list[Line], cursor: str = "") -> Page[Line]:
    """A page of them. Raises Invalid for a cursor not made here."""
    return page_of(lines, key=lambda line: line.order, cursor=cursor, size=PAGE)


def lines(kind: str, *, state: str = "", department: str = "", text: str = "") -> list[Line]:
    """Every thing of a kind, in two statements that read names only; open drafts first, then by short name.

    Narrowed by state, department (its code) and words of the name, in either Chinese script.
    """
    newest = {one.key: one for one in _latest(kind)}
    found = {line.key: line for line in _published(kind, newest)}
    for key, edition in newest.items():
        if key not in found:
            found[key] = Line(kind, key, edition.title, False, edition, _code(edition))
    wanted = fold(text)
    kept = [line for line in found.values() if _fits(line, state, department, wanted)]
    return sorted(kept, key=lambda line: line.order)


def _code(edition: Edition) -> str:
    return str(getattr(edition, "written_for", "") or "")


def _latest(kind: str) -> list[Edition]:
    """Of each thing the newest that is open, or ended withdrawn or dropped."""
    rows = Edition.objects.filter(kind=kind, state__in=[*OPEN, *ENDED]).defer("content", "farewell")
    rows = rows.annotate(written_for=KT("content__department"))
    return list(rows.order_by("key", "-number").distinct("key"))


def _published(kind: str, newest: dict[str, Edition]) -> Iterator[Line]:
    for key, title, department in _names(kind):
        edition = newest.get(key)
        still = edition if edition and edition.state in OPEN else None
        yield Line(kind, key, title, True, still, department or "")


def _names(kind: str) -> Iterable[tuple[str, dict[str, Any], str | None]]:
    """(key, name, code of the department) of what is published."""
    if kind == "service":
        versions = ServiceVersion.objects.filter(state="published")
        return versions.values_list("service__slug", "name", "service__department__code")
    if kind == "event":
        return LifeEventType.objects.filter(published=True).values_list("slug", "name", _NOBODY)
    if kind == "article":
        return Article.objects.filter(state="published").values_list("slug", "title", "department__code")
    if kind == "topic":
        topics = Topic.objects.values_list("audience", "code", "name")
        return ((f"{audience}/{code}", name, "") for audience, code, name in topics)
    return LegalResource.objects.values_list("slug", "title", _NOBODY)


_NOBODY = Value("")


def _fits(line: Line, state: str, department: str, text: str) -> bool:
    right_state = not state or line.state == state or (state == "open" and line.is_open)
    return right_state and (not department or line.department == department) and text in _said(line, text)


def _said(line: Line, text: str) -> str:
    """All names of it, folded; nothing is folded when no word is looked for."""
    names = (line.title.get(language, "") for language in LANGUAGES)
    return fold(" ".join((line.key, *names))) if text else ""


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
