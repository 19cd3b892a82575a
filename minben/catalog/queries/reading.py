"""Laws, articles and the investment guide."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from minben.catalog.models import Article, LegalResource, ServiceVersion
from minben.foundation.records.errors import Missing

from .guides import published


@dataclass(frozen=True)
class LawPage:
    """A law, what it replaced, and the services that rest on it."""

    law: LegalResource
    supersedes: list[LegalResource]
    cited_by: list[ServiceVersion]


def law(slug: str) -> LawPage:
    """Three statements. Raises Missing."""
    found = LegalResource.objects.select_related("superseded_by").filter(slug=slug).first()
    if found is None:
        raise Missing(_("There is no such law here."))
    citing = published().filter(legal_bases__law=found).distinct().order_by("service__slug")
    return LawPage(found, list(found.supersedes.order_by("slug")), list(citing[:100]))


def article(slug: str, *, audience: str = "public") -> tuple[Article, list[ServiceVersion]]:
    """A published article and the services it helps with. Staff articles only for ``audience`` "staff".

    Raises Missing, for a staff article too: the public may not know that there is one.
    """
    rows = Article.objects.filter(slug=slug, state=Article.State.PUBLISHED)
    if audience != "staff":
        rows = rows.filter(audience=Article.Audience.PUBLIC)
    found = rows.first()
    if found is None:
        raise Missing(_("There is no such article, or it was taken off."))
    return found, list(published().filter(service__in=found.services.all()).order_by("service__slug"))


def investment() -> list[Article]:
    """The pages of the investment guide, in their order."""
    rows = Article.objects.filter(
        kind=Article.Kind.INVESTMENT, audience=Article.Audience.PUBLIC, state=Article.State.PUBLISHED
    )
    return list(rows.order_by("slug"))


def scripts() -> list[Article]:
    """What an agent reads out, staff only: one statement."""
    rows = Article.objects.filter(kind=Article.Kind.SCRIPT, state=Article.State.PUBLISHED)
    return list(rows.order_by("slug")[:20])


def articles(*, audience: str = "staff", kind: str = "", limit: int = 200) -> list[Article]:
    """Published articles, newest changed first; those for staff only when ``audience`` is "staff"."""
    rows = Article.objects.filter(state=Article.State.PUBLISHED)
    if audience != "staff":
        rows = rows.filter(audience=Article.Audience.PUBLIC)
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.select_related("department").order_by("-updated_at", "slug")[:limit])
