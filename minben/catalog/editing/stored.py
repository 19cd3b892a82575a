"""What is published, in the shape in which it is written: the way back from rows to a guide file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from minben.catalog import guide as guides
from minben.catalog.models import Article, LegalResource, LifeEventType, PublicService, ServiceVersion, Topic

Content = dict[str, Any]


def service(found: PublicService, version: ServiceVersion) -> Content:
    """The guide of ``version`` and where the service is filed. About ten statements."""
    names = (*guides.TEXTS, *guides.WORDS, *guides.NUMBERS, *guides.ANSWERS, *guides.LISTS, "form")
    own = {name: getattr(version, name) for name in names}
    parts = {name: _parts(version, name, shape) for name, shape in guides.PARTS.items()}
    places = list(version.places.order_by("code").values_list("code", flat=True))
    return _said(own | parts | {"places": places} | _filed(found))


def _filed(found: PublicService) -> Content:
    topics: dict[str, list[str]] = {}
    for topic in found.topics.order_by("audience", "code"):
        topics.setdefault(topic.audience, []).append(topic.code)
    return {
        "slug": found.slug,
        "department": found.department.code,
        "task_code": found.task_code or "",
        "catalog_code": found.catalog_code,
        "source": found.source,
        "topics": topics,
        "stages": list(found.stages.order_by("order").values_list("code", flat=True)),
        "related": list(found.related.order_by("slug").values_list("slug", flat=True)),
    }


def _parts(version: ServiceVersion, name: str, shape: guides.Shape) -> list[Content]:
    rows = getattr(version, name).all()
    if shape.law:
        rows = rows.select_related("law")
    return [_part(row, shape) for row in rows]


def _part(row: Model, shape: guides.Shape) -> Content:
    names = (*shape.texts, *shape.words, *shape.numbers, *shape.answers, *shape.amounts)
    made = {name: getattr(row, name) for name in names}
    made |= {name: str(made[name]) for name in shape.amounts if made[name] is not None}
    law = getattr(row, "law", None)
    return _said(made | ({"law": law.slug} if law else {}))


def event(found: LifeEventType) -> Content:
    """Its words and its services in order. Five statements."""
    lines = found.services.select_related("service").prefetch_related("after__service").order_by("order")
    own = {
        n: getattr(found, n)
        for n in ("slug", "code", "audience", "name", "summary", "advice", "icon", "order")
    }
    stage = found.stage.code if found.stage else ""
    return _said(own | {"stage": stage, "services": [_line(line) for line in lines]})


def _line(line: Any) -> Content:
    after = [other.service.slug for other in line.after.all()]
    return _said(
        {"service": line.service.slug, "optional": line.optional, "applies": line.applies, "after": after}
    )


def article(found: Article) -> Content:
    names = ("slug", "title", "body", "kind", "audience", "keywords", "source")
    own = {name: getattr(found, name) for name in names}
    own |= {name: _day(getattr(found, name)) for name in ("valid_from", "valid_until")}
    own["department"] = found.department.code if found.department else ""
    own["services"] = list(found.services.order_by("slug").values_list("slug", flat=True))
    return _said(own)


def topic(found: Topic) -> Content:
    own = {name: getattr(found, name) for name in ("code", "audience", "name", "order")}
    return _said(own | {"stage": found.stage.code if found.stage else ""})


def law(found: LegalResource) -> Content:
    names = ("slug", "kind", "title", "number", "issuer", "plain_reading", "articles", "link")
    days = ("issued_on", "in_force_from", "in_force_until")
    own = {name: getattr(found, name) for name in names}
    return _said(own | {name: _day(getattr(found, name)) for name in days})


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


def _said(values: Mapping[str, Any]) -> Content:
    """Only what says something, so that two texts compare by what they say."""
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}
