"""What the catalogue needs now: broken rules of what is published, stale texts, laws that are over, dead links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minben.catalog.editing import more_rules
from minben.catalog.models import Article, LegalBasis, LinkState, ServiceVersion, StillRight
from minben.catalog.rules import Facts, Fee, Finding, Result, check
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized

MONTHS = 12
DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Todo:
    """One thing to mend: ``code`` is the rule, or stale, law, ended, link, english."""

    kind: str
    key: str
    title: dict[str, Any]
    department: str
    code: str
    message: Text
    grave: bool = False


def todos(*, today: dt.date, department: str = "", code: str = "", months: int = MONTHS) -> list[Todo]:
    """All of it, grave things first, in eleven statements however many things there are."""
    versions = list(_versions())
    articles = list(Article.objects.filter(state="published").select_related("department"))
    found = [
        *_broken(versions),
        *_over(versions, today),
        *_ended(articles, today),
        *_stale(versions, articles, today, months),
        *_dead(versions, articles),
    ]
    kept = [
        t for t in found if (not department or t.department == department) and (not code or t.code == code)
    ]
    return sorted(kept, key=lambda t: (not t.grave, t.code, t.key))


def _versions() -> Any:
    rows = ServiceVersion.objects.filter(state="published").select_related("service__department")
    return rows.prefetch_related("costs", "outputs", "materials", "legal_bases__law", "service__topics")


def _todo(version: ServiceVersion, code: str, message: Text, grave: bool = False) -> Todo:
    service = version.service
    return Todo("service", service.slug, version.name, service.department.code, code, message, grave)


def _broken(versions: list[ServiceVersion]) -> Iterator[Todo]:
    for version in versions:
        for found in findings(version):
            yield _todo(version, found.rule, found.message, not found.warning)
        if not version.name.get("en") or not version.summary.get("en"):
            yield _todo(version, "english", _("Its name or summary has no English."))


def findings(version: ServiceVersion) -> list[Finding]:
    """Rules V01 to V11 on a published version whose parts are fetched already: no statement."""
    facts = Facts(
        mode=version.mode,
        statutory=_span(version.statutory_amount, version.statutory_unit),
        promised=_span(version.promised_amount, version.promised_unit),
        visits=version.visits,
        visits_reason=str(localized(version.visits_reason, "zh-hant")),
        online_depth=version.online_depth,
        ways=frozenset(version.ways),
        by_post=version.by_post,
        fees=tuple(Fee(cost.amount, cost.law_id is not None) for cost in version.costs.all()),
        results=tuple(Result(o.kind, str(localized(o.name, "zh-hant"))) for o in version.outputs.all()),
        audiences=frozenset(version.audiences),
        topics=frozenset(topic.audience for topic in version.service.topics.all()),
    )
    return [*check(facts), *more_rules.of_content(_written(version))]


def _span(amount: int | None, unit: str) -> tuple[int, str] | None:
    return None if amount is None else (amount, unit)


def _written(version: ServiceVersion) -> dict[str, Any]:
    names = ("code", "need", "form", "copies", "source")
    return {
        "materials": [{name: getattr(m, name) for name in names} for m in version.materials.all()],
        "form": version.form,
        "task_code": version.service.task_code,
        "catalog_code": version.service.catalog_code,
        "use_level": version.use_level,
    }


def _over(versions: list[ServiceVersion], today: dt.date) -> Iterator[Todo]:
    """Guides that rest on a law which is replaced or not in force any more."""
    for version in versions:
        for basis in version.legal_bases.all():
            if _law_is_over(basis, today):
                words = _("It rests on a law that is over: %(law)s.") % {"law": localized(basis.law.title)}
                yield _todo(version, "law", words, grave=True)


def _law_is_over(basis: LegalBasis, today: dt.date) -> bool:
    until = basis.law.in_force_until
    return basis.law.superseded_by_id is not None or (until is not None and until < today)


def _ended(articles: list[Article], today: dt.date) -> Iterator[Todo]:
    for article in articles:
        if article.valid_until and article.valid_until < today:
            yield _of_article(article, "ended", _("The time for which it is right is over."), grave=True)


def _of_article(article: Article, code: str, message: Text, *, grave: bool = False) -> Todo:
    department = article.department.code if article.department else ""
    return Todo("article", article.slug, article.title, department, code, message, grave)


def _stale(
    versions: list[ServiceVersion], articles: list[Article], today: dt.date, months: int
) -> Iterator[Todo]:
    """Nobody has read it again for so many months."""
    limit = today - dt.timedelta(days=months * DAYS_A_MONTH)
    read = {(row.kind, row.key): row.at.date() for row in StillRight.objects.all()}
    words = _("Nobody has read it again for %(months)d months.") % {"months": months}
    for version in versions:
        since = version.published_at.date() if version.published_at else limit
        if max(since, read.get(("service", version.service.slug), since)) < limit:
            yield _todo(version, "stale", words)
    for article in articles:
        since = article.updated_at.date()
        if max(since, read.get(("article", article.slug), since)) < limit:
            yield _of_article(article, "stale", words)


def _dead(versions: list[ServiceVersion], articles: list[Article]) -> Iterator[Todo]:
    titles = {("service", v.service.slug): (v.name, v.service.department.code) for v in versions}
    titles |= {("article", a.slug): (a.title, a.department.code if a.department else "") for a in articles}
    for link in LinkState.objects.filter(outcome__in=["gone", "failing"]).order_by("url"):
        for place in link.found_in:
            title, department = titles.get((place["kind"], place["key"]), ({}, ""))
            words = _("A link is dead: %(url)s (%(detail)s).") % {"url": link.url, "detail": link.detail}
            yield Todo(place["kind"], place["key"], title, department, "link", words, link.outcome == "gone")
