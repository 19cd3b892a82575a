"""Keeps what can be found in step with what there is. Called by the actions, in their transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from minben.foundation import textsearch
from minben.foundation.records.translated import localized
from minben.foundation.textsearch.models import Lexeme

from .models import (
    Article,
    LegalResource,
    LifeEventType,
    PublicEntry,
    PublicService,
    SearchEntry,
    ServiceVersion,
    StaffEntry,
    Topic,
)

LANGUAGES = ("zh-hant", "zh-hans", "en")
WEIGHTS = {"service": 1.5, "event": 1.4, "article": 1.0, "law": 0.9, "topic": 0.8}


@dataclass(frozen=True)
class Findable:
    """What one thing puts into the index. ``said`` holds (text, weight) pairs in the order of their worth."""

    kind: str
    subject_id: UUID
    key: str
    title: Mapping[str, Any]
    text: Mapping[str, Any]
    said: list[tuple[str, str]]
    public: bool = True
    boost: float = field(default=1.0)


def _words(value: Mapping[str, Any]) -> str:
    """The text once in Chinese (both scripts fold alike) and once in English."""
    chinese = value.get("zh-hant") or value.get("zh-hans") or ""
    return " \n ".join(part for part in (chinese, value.get("en", "")) if part)


def _joined(*values: Mapping[str, Any]) -> dict[str, str]:
    """Several texts as one, by language."""
    found = {language: " ".join(str(localized(v, language)) for v in values if v) for language in LANGUAGES}
    return {language: text.strip() for language, text in found.items() if text.strip()}


def _put(thing: Findable) -> None:
    values: dict[str, Any] = {
        "key": thing.key,
        "title": dict(thing.title),
        "text": dict(thing.text),
        "weight": WEIGHTS[thing.kind] * thing.boost,
        "vector": textsearch.as_vector(thing.said),
    }
    own: dict[str, Any] = {"kind": thing.kind, "subject_id": thing.subject_id}
    StaffEntry.objects.update_or_create(**own, defaults=values)
    if thing.public:
        PublicEntry.objects.update_or_create(**own, defaults=values)
        textsearch.learn_words([text for text, _weight in thing.said])
    else:
        PublicEntry.objects.filter(**own).delete()


def forget(kind: str, subject_id: UUID) -> None:
    """It is not found any more, by anybody."""
    for model in (PublicEntry, StaffEntry):
        model.objects.filter(kind=kind, subject_id=subject_id).delete()


def index_service(service: PublicService) -> None:
    """The published version of ``service``, or nothing if there is none. Keeps its sort keys too."""
    version = _versions().filter(service=service).first()
    if version is None:
        forget("service", service.id)
        return
    key = textsearch.pinyin_key(str(localized(version.name, "zh-hans")))[:200]
    english = str(version.name.get("en", "")).lower()[:200] or key
    PublicService.objects.filter(id=service.id).update(sort_key=key, sort_key_en=english)
    _put(_of_service(version))


def index_article(article: Article) -> None:
    if article.state != Article.State.PUBLISHED:
        forget("article", article.id)
        return
    _put(_of_article(article))


def index_law(law: LegalResource) -> None:
    _put(_of_law(law))


def index_event(event: LifeEventType) -> None:
    if not event.published:
        forget("event", event.id)
        return
    _put(_of_event(event))


def index_topic(topic: Topic) -> None:
    _put(_of_topic(topic))


def _versions() -> QuerySet[ServiceVersion]:
    parts = ("steps", "materials", "outputs", "faqs", "service__topics")
    published = ServiceVersion.objects.filter(state=ServiceVersion.State.PUBLISHED)
    return published.select_related("service").prefetch_related(*parts)


def _of_service(version: ServiceVersion) -> Findable:
    topics = [_words(topic.name) for topic in version.service.topics.all()]
    names = [*(o.name for o in version.outputs.all()), *(m.name for m in version.materials.all())]
    asked = [_words(faq.question) + " " + _words(faq.answer) for faq in version.faqs.all()]
    return Findable(
        kind="service",
        subject_id=version.service_id,
        key=version.service.slug,
        title=version.name,
        text=_joined(version.summary, version.conditions),
        said=[
            (_words(version.name), "A"),
            *((word, "B") for word in version.keywords),
            (_words(version.summary), "C"),
            *((topic, "D") for topic in topics),
            (_words(version.conditions), "D"),
            *((text, "D") for text in (*map(_words, names), *asked)),
        ],
    )


def _of_article(article: Article) -> Findable:
    return Findable(
        kind="article",
        subject_id=article.id,
        key=article.slug,
        title=article.title,
        text=_joined({name: plain(str(text)) for name, text in article.body.items() if name != "_origin"}),
        said=[
            (_words(article.title), "A"),
            *((str(word), "B") for word in article.keywords),
            (_words(article.body), "D"),
        ],
        public=article.audience == Article.Audience.PUBLIC,
    )


def plain(markdown: str) -> str:
    """Markdown without its marks, good enough to cut a snippet from."""
    return " ".join(markdown.replace("#", " ").replace("*", "").replace("`", "").split())


def _of_law(law: LegalResource) -> Findable:
    articles = [f"{item.get('number', '')} {_words(item.get('text') or {})}" for item in law.articles]
    return Findable(
        kind="law",
        subject_id=law.id,
        key=law.slug,
        title=law.title,
        text=_joined(law.plain_reading),
        said=[
            (_words(law.title), "A"),
            (law.number, "A"),
            (_words(law.plain_reading), "C"),
            (_words(law.issuer), "D"),
            *((text, "D") for text in articles),
        ],
        boost=0.6 if law.superseded_by_id else 1.0,
    )


def _of_event(event: LifeEventType) -> Findable:
    return Findable(
        kind="event",
        subject_id=event.id,
        key=event.slug,
        title=event.name,
        text=_joined(event.summary, event.advice),
        said=[(_words(event.name), "A"), (_words(event.summary), "C"), (_words(event.advice), "D")],
    )


def _of_topic(topic: Topic) -> Findable:
    return Findable(
        kind="topic",
        subject_id=topic.id,
        key=f"{topic.audience}/{topic.code}",
        title=topic.name,
        text={},
        said=[(_words(topic.name), "A")],
    )


def everything() -> Iterator[Findable]:
    for version in _versions().iterator(chunk_size=200):
        yield _of_service(version)
    yield from map(_of_article, Article.objects.filter(state=Article.State.PUBLISHED).iterator())
    yield from map(_of_law, LegalResource.objects.iterator())
    yield from map(_of_event, LifeEventType.objects.filter(published=True).iterator())
    yield from map(_of_topic, Topic.objects.iterator())


def rebuild_index() -> int:
    """Make both indexes and the word list anew, in one transaction: searches see the old ones until it is done.

    Returns how many things can be found by staff.
    """
    with transaction.atomic():
        found = list(everything())
        for model, things in ((StaffEntry, found), (PublicEntry, [t for t in found if t.public])):
            model.objects.all().delete()
            model.objects.bulk_create(_rows(model, things), batch_size=500)
        Lexeme.objects.all().delete()
        textsearch.learn_words([text for thing in found if thing.public for text, _weight in thing.said])
    return len(found)


def _rows(model: type[SearchEntry], things: Iterable[Findable]) -> list[Any]:
    return [
        model(
            kind=thing.kind,
            subject_id=thing.subject_id,
            key=thing.key,
            title=dict(thing.title),
            text=dict(thing.text),
            weight=WEIGHTS[thing.kind] * thing.boost,
            vector=textsearch.as_vector(thing.said),
        )
        for thing in things
    ]
