"""The kinds of things that are edited: how each is found, checked, written and taken off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.agencies.models import Department
from minben.catalog import indexing
from minben.catalog.actions.load_lists import load_event, load_topics
from minben.catalog.actions.record_law import record_law
from minben.catalog.actions.withdraw import withdraw
from minben.catalog.actions.write_article import write_article
from minben.catalog.actions.write_service import write_service
from minben.catalog.models import (
    Article,
    Edition,
    LegalResource,
    LifeEventType,
    PublicService,
    ServiceVersion,
    Topic,
)
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Conflict

from . import stored

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """``current`` gives what is published under a key, or None; ``write`` publishes; ``take_off`` withdraws."""

    name: str
    title_field: str
    current: Callable[[str], dict[str, Any] | None]
    write: Callable[[Actor, Content], None]
    take_off: Callable[[Actor, str, str], None]
    rehearse: Callable[[Actor, Content], None]

    def key_of(self, content: Content) -> str:
        if self.name == Edition.Kind.TOPIC:
            return f"{content.get('audience', '')}/{content.get('code', '')}"
        return str(content.get("slug", ""))

    def title_of(self, content: Content) -> dict[str, Any]:
        found = content.get(self.title_field) or {}
        return {"zh-hant": found} if isinstance(found, str) else dict(found)


def of(name: str) -> Kind:
    return KINDS[name]


def department_of(content: Content) -> Department | None:
    code = content.get("department")
    return Department.objects.filter(code=code).first() if code else None


def _service_now(key: str) -> dict[str, Any] | None:
    rows = ServiceVersion.objects.filter(service__slug=key, state=ServiceVersion.State.PUBLISHED)
    version = rows.select_related("service__department").first()
    return stored.service(version.service, version) if version else None


def _write_service(actor: Actor, content: Content) -> None:
    service, _changed = write_service(actor, content)
    service.related.set(PublicService.objects.filter(slug__in=content.get("related") or []))


def _rehearse_service(actor: Actor, content: Content) -> None:
    write_service(actor, content, waive=[f"V{n:02}" for n in range(1, 13)], reason="preview")


def _take_off_service(actor: Actor, key: str, reason: str) -> None:
    withdraw(actor, PublicService.objects.get(slug=key), reason=reason)


def _event_now(key: str) -> dict[str, Any] | None:
    found = LifeEventType.objects.select_related("stage").filter(slug=key, published=True).first()
    return stored.event(found) if found else None


def _write_event(_actor: Actor, content: Content) -> None:
    load_event(content)
    indexing.index_event(LifeEventType.objects.get(slug=content["slug"]))


def _take_off_event(_actor: Actor, key: str, _reason: str) -> None:
    event = LifeEventType.objects.select_for_update().get(slug=key)
    event.published = False
    event.save(update_fields=["published"])
    indexing.index_event(event)


def _article_now(key: str) -> dict[str, Any] | None:
    rows = Article.objects.filter(slug=key, state=Article.State.PUBLISHED).select_related("department")
    found = rows.first()
    return stored.article(found) if found else None


def _write_article(actor: Actor, content: Content) -> None:
    write_article(actor, content)


def _take_off_article(_actor: Actor, key: str, _reason: str) -> None:
    with transaction.atomic():
        article = Article.objects.select_for_update().get(slug=key)
        article.state = Article.State.WITHDRAWN
        article.save(update_fields=["state", "updated_at"])
        indexing.index_article(article)


def _topic_now(key: str) -> dict[str, Any] | None:
    audience, _stroke, code = key.partition("/")
    found = Topic.objects.select_related("stage").filter(audience=audience, code=code).first()
    return stored.topic(found) if found else None


def _write_topic(_actor: Actor, content: Content) -> None:
    load_topics(content)


def _law_now(key: str) -> dict[str, Any] | None:
    found = LegalResource.objects.filter(slug=key).first()
    return stored.law(found) if found else None


def _write_law(actor: Actor, content: Content) -> None:
    record_law(actor, content)


def _never(_actor: Actor, _key: str, _reason: str) -> None:
    raise Conflict(_("A topic or law is not withdrawn: services stand under it. Supersede it instead."))


KINDS: dict[str, Kind] = {
    "service": Kind("service", "name", _service_now, _write_service, _take_off_service, _rehearse_service),
    "event": Kind("event", "name", _event_now, _write_event, _take_off_event, _write_event),
    "topic": Kind("topic", "name", _topic_now, _write_topic, _never, _write_topic),
    "article": Kind("article", "title", _article_now, _write_article, _take_off_article, _write_article),
    "law": Kind("law", "title", _law_now, _write_law, _never, _write_law),
}
