"""Ways to a service: by what happened, by stage of life, by topic, from A to Z. Never by department."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from minben.agencies.models import Office
from minben.catalog.models import (
    Category,
    EventService,
    LifeEventType,
    LifeStage,
    Material,
    PublicService,
    ServiceVersion,
    Topic,
)
from minben.catalog.plan import layers
from minben.catalog.rules import FULLY_ONLINE
from minben.foundation.records.errors import Missing
from minben.foundation.records.keyset import Page, keyset_page

from .guides import BRIEF, published

POPULAR = 8
LONGEST_LIST = 200


@dataclass(frozen=True)
class Home:
    events: list[LifeEventType]
    stages: list[LifeStage]
    topics: list[Topic]
    popular: list[ServiceVersion]


@dataclass(frozen=True)
class PlannedService:
    """A service in the plan of a life event, with what must come before it."""

    entry: EventService
    version: ServiceVersion
    after: list[ServiceVersion] = field(default_factory=list)


@dataclass(frozen=True)
class EventPlan:
    """A life event and its services in layers: all of one layer may be done at the same time."""

    event: LifeEventType
    layers: list[list[PlannedService]]
    materials: list[Material]


@dataclass(frozen=True)
class StagePage:
    stage: LifeStage
    events: list[LifeEventType]
    topics: list[Topic]
    services: list[ServiceVersion]


@dataclass(frozen=True)
class TopicPage:
    topic: Topic
    services: list[ServiceVersion]
    others: list[Topic]


def _offered() -> QuerySet[PublicService]:
    """Services with a published version."""
    current = ServiceVersion.objects.filter(service=OuterRef("pk"), state=ServiceVersion.State.PUBLISHED)
    return PublicService.objects.filter(Exists(current))


def _used_topics() -> QuerySet[Topic]:
    return Topic.objects.filter(services__in=_offered()).distinct().order_by("audience", "order", "code")


def home() -> Home:
    """What the first page offers: four statements."""
    return Home(
        events=list(LifeEventType.objects.filter(published=True).order_by("audience", "order")),
        stages=list(LifeStage.objects.order_by("audience", "order")),
        topics=list(_used_topics()),
        popular=list(published().order_by("-service__popularity", "service__slug")[:POPULAR]),
    )


def event(slug: str) -> EventPlan:
    """The plan of a life event: five statements. Services that are not offered are left out. Raises Missing."""
    found = LifeEventType.objects.select_related("stage").filter(slug=slug, published=True).first()
    if found is None:
        raise Missing(_("There is no such life event here."))
    entries = list(found.services.prefetch_related("after").order_by("order"))
    versions = _versions_of([entry.service_id for entry in entries])
    shown = {entry.id: entry for entry in entries if entry.service_id in versions}
    after = {key: [e.id for e in entry.after.all() if e.id in shown] for key, entry in shown.items()}
    planned = {
        key: PlannedService(
            entry, versions[entry.service_id], [versions[shown[k].service_id] for k in after[key]]
        )
        for key, entry in shown.items()
    }
    plan = [[planned[key] for key in layer] for layer in layers(shown, after)]
    return EventPlan(found, plan, _materials(plan))


def _versions_of(service_ids: list[UUID]) -> dict[UUID, ServiceVersion]:
    rows = published().select_related("service__department").only(*BRIEF, "service__department__name")
    rows = rows.filter(service__in=service_ids).prefetch_related("materials")
    return {row.service_id: row for row in rows}


def _materials(plan: list[list[PlannedService]]) -> list[Material]:
    """What to bring, each thing once; what government holds already is not asked."""
    seen: dict[str, Material] = {}
    for layer in plan:
        for planned in layer:
            for material in planned.version.materials.all():
                if material.need == "1" and material.source != "20":
                    seen.setdefault(material.code or str(material.name), material)
    return list(seen.values())


def topic(audience: str, code: str) -> TopicPage:
    """Three statements. Raises Missing."""
    found = Topic.objects.select_related("stage").filter(audience=audience, code=code).first()
    if found is None:
        raise Missing(_("There is no such topic."))
    services = published().filter(service__topics=found).order_by("-service__popularity", "service__slug")
    return TopicPage(found, list(services[:LONGEST_LIST]), list(_used_topics().filter(audience=audience)))


def stage(code: str) -> StagePage:
    """Four statements. Raises Missing."""
    found = LifeStage.objects.filter(code=code).first()
    if found is None:
        raise Missing(_("There is no such stage."))
    services = published().filter(service__stages=found).order_by("-service__popularity", "service__slug")
    return StagePage(
        stage=found,
        events=list(found.events.filter(published=True).order_by("order")),
        topics=list(_used_topics().filter(stage=found)),
        services=list(services[:LONGEST_LIST]),
    )


def all_services(
    *,
    audience: str = "",
    topic: str = "",
    mode: str = "",
    online: bool = False,
    language: str = "zh-hant",
    cursor: str = "",
    size: int = 40,
) -> Page[ServiceVersion]:
    """Every service offered, A to Z (pinyin, or English), narrowed by what is given. ``topic`` is "person/005"."""
    rows = published()
    if audience:
        rows = rows.filter(audiences__contains=[audience])
    if topic:
        side, _slash, code = topic.partition("/")
        rows = rows.filter(service__topics__audience=side, service__topics__code=code)
    if mode:
        rows = rows.filter(mode=mode)
    if online:
        rows = rows.filter(online_depth__in=FULLY_ONLINE)
    return keyset_page(rows, order=(name_order(language), "service_id"), cursor=cursor, size=size)


def name_order(language: str) -> str:
    """What versions are ordered by so that a reader of ``language`` finds them: the alphabet, or the pinyin."""
    return "service__sort_key_en" if language == "en" else "service__sort_key"


def offices() -> list[Office]:
    """Where people can go: one statement."""
    rows = Office.objects.filter(active=True).select_related("department__jurisdiction")
    return list(rows.order_by("department__jurisdiction__code", "code"))


def categories(tree: str = "hotline") -> list[Category]:
    """A whole taxonomy, parents with their children's codes, in order."""
    return list(
        Category.objects.filter(tree=tree, active=True).select_related("parent").order_by("order", "code")
    )
