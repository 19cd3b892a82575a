"""A guide with all its parts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from minben.agencies.models import Office
from minben.catalog.models import (
    Article,
    Cost,
    EventService,
    LegalBasis,
    LifeEventType,
    Material,
    ServiceVersion,
    Topic,
)
from minben.foundation.records.errors import Missing

BRIEF = (
    "name",
    "summary",
    "mode",
    "promised_amount",
    "promised_unit",
    "visits",
    "online_depth",
    "audiences",
    "number",
    "service__slug",
    "service__popularity",
    "service__sort_key",
    "service__sort_key_en",
)


@dataclass(frozen=True)
class GuidePage:
    """A published guide and what leads on from it."""

    version: ServiceVersion
    topics: list[Topic]
    events: list[LifeEventType]
    articles: list[Article]
    related: list[ServiceVersion]


def published() -> QuerySet[ServiceVersion]:
    """Published versions as lists show them: one statement, no parts."""
    rows = ServiceVersion.objects.filter(state=ServiceVersion.State.PUBLISHED)
    return rows.select_related("service").only(*BRIEF)


def _whole() -> QuerySet[ServiceVersion]:
    return ServiceVersion.objects.select_related(
        "service__department", "service__jurisdiction"
    ).prefetch_related(
        "steps",
        "outputs",
        "faqs",
        Prefetch("materials", Material.objects.select_related("law")),
        Prefetch("costs", Cost.objects.select_related("law")),
        Prefetch("legal_bases", LegalBasis.objects.select_related("law")),
        Prefetch(
            "places",
            Office.objects.filter(active=True).select_related("department__jurisdiction").order_by("code"),
        ),
    )


def service(slug: str) -> GuidePage:
    """The published guide at ``slug`` with everything around it, in at most 14 statements. Raises Missing."""
    version = _whole().filter(service__slug=slug, state=ServiceVersion.State.PUBLISHED).first()
    if version is None:
        raise Missing(_("There is no such service, or it is not offered any more."))
    own = version.service
    events = EventService.objects.filter(service=own, event__published=True).select_related("event")
    related = (
        published().filter(service__in=own.related.all()).order_by("-service__popularity", "service__slug")
    )
    articles = own.articles.filter(audience=Article.Audience.PUBLIC, state=Article.State.PUBLISHED)
    return GuidePage(
        version=version,
        topics=list(own.topics.order_by("audience", "order")),
        events=[row.event for row in events.order_by("event__order")],
        articles=list(articles.order_by("slug")[:8]),
        related=list(related[:8]),
    )


def form_of(slug: str) -> ServiceVersion:
    """The published version of a service with its form and materials, without the rest of its guide. Raises Missing."""
    rows = ServiceVersion.objects.select_related("service__department", "service__jurisdiction")
    found = rows.prefetch_related("materials", "costs").filter(
        service__slug=slug, state=ServiceVersion.State.PUBLISHED
    )
    version = found.first()
    if version is None:
        raise Missing(_("There is no such service, or it is not offered any more."))
    return version


def version_for_case(version_id: UUID) -> ServiceVersion:
    """The version a case is bound to, in whatever state, with all its parts. Raises Missing."""
    version = _whole().filter(id=version_id).first()
    if version is None:
        raise Missing(_("There is no such version of a guide."))
    return version
