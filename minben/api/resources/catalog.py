"""Services, life events, articles, and one search over them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from minben.api.operations import operation
from minben.api.replies import page_reply, reply
from minben.api.schemas.catalog import (
    ArticleList,
    ArticlesAsked,
    ArticleWhole,
    EventList,
    EventWhole,
    Found,
    SearchAsked,
    ServicePage,
    ServicesAsked,
    ServiceWhole,
)
from minben.catalog import queries
from minben.catalog.models import Article, LifeEventType, ServiceVersion

router = Router(tags=["catalogue"])
POLICY = "catalog.read"
SLUG = Path(..., max_length=80, pattern=r"^[a-z0-9-]+$", examples=["water-supply"])


@operation(
    router, "GET", "/services", policy=POLICY, answer=ServicePage, problems=(422,),
    query=ServicesAsked.model_fields,
)  # fmt: skip
def list_services(request: HttpRequest, asked: Query[ServicesAsked]) -> HttpResponse:
    """List the services that are offered, A to Z by pinyin or English name."""
    given = asked.model_dump(exclude_none=True)
    page = queries.all_services(**given)
    return page_reply(page, [_service(version) for version in page.items])


@operation(router, "GET", "/services/{slug}", policy=POLICY, answer=ServiceWhole, problems=(404, 422))
def read_service(request: HttpRequest, slug: str = SLUG) -> HttpResponse:
    """Read the published guide of a service with all its parts."""
    page = queries.service(slug)
    return reply(
        _service(page.version)
        | _guide(page.version)
        | _parts(page.version)
        | {"related": [each.service.slug for each in page.related]}
    )


@operation(router, "GET", "/events", policy=POLICY, answer=EventList)
def list_life_events(request: HttpRequest) -> HttpResponse:
    """List the life events that bring services with them."""
    return reply({"items": [_event(each) for each in queries.home().events]})


@operation(router, "GET", "/events/{slug}", policy=POLICY, answer=EventWhole, problems=(404, 422))
def read_life_event(request: HttpRequest, slug: str = SLUG) -> HttpResponse:
    """Read the plan of a life event: its services in layers, each with what must come before."""
    plan = queries.event(slug)
    layers = [
        [
            {
                "service": each.version.service.slug,
                "name": each.version.name,
                "optional": each.entry.optional,
                "applies": each.entry.applies,
                "after": [before.service.slug for before in each.after],
            }
            for each in layer
        ]
        for layer in plan.layers
    ]
    return reply(_event(plan.event) | {"advice": plan.event.advice, "layers": layers})


@operation(
    router, "GET", "/articles", policy=POLICY, answer=ArticleList, problems=(422,),
    query=ArticlesAsked.model_fields,
)  # fmt: skip
def list_articles(request: HttpRequest, asked: Query[ArticlesAsked]) -> HttpResponse:
    """List the public articles, newest changed first, at most 200."""
    found = queries.articles(audience="public", kind=asked.kind or "")
    return reply({"items": [_article(each) for each in found]})


@operation(router, "GET", "/articles/{slug}", policy=POLICY, answer=ArticleWhole, problems=(404, 422))
def read_article(request: HttpRequest, slug: str = SLUG) -> HttpResponse:
    """Read a public article. One for staff does not exist here."""
    article, services = queries.article(slug)
    return reply(
        _article(article) | {"body": article.body, "services": [each.service.slug for each in services]}
    )


@operation(
    router, "GET", "/search", policy=POLICY, answer=Found, problems=(422,), query=SearchAsked.model_fields
)  # fmt: skip
def search(request: HttpRequest, asked: Query[SearchAsked]) -> HttpResponse:
    """Search services, life events and articles, in both scripts and English, forgiving of typing errors."""
    found = queries.search(
        asked.text, asked.language, cursor=str(asked.start) if asked.start else "", size=asked.size
    )
    items = [
        {
            "kind": hit.kind,
            "key": hit.key,
            "title": hit.plain_title,
            "snippet": "".join(text for text, _hit in hit.snippet),
        }
        for hit in found.hits
    ]
    following = int(found.next) if found.next else None
    return reply({"items": items, "exact": found.exact, "suggestion": found.suggestion, "next": following})


def _service(version: ServiceVersion) -> dict[str, Any]:
    names = (
        "name", "summary", "mode", "promised_amount", "promised_unit", "visits", "online_depth", "audiences",
    )  # fmt: skip
    row = {name: getattr(version, name) for name in names}
    return row | {"slug": version.service.slug, "version": version.number}


def _guide(version: ServiceVersion) -> dict[str, Any]:
    names = (
        "statutory_amount", "statutory_unit", "conditions", "rights", "hours", "advice_phone",
        "complaint_phone", "form", "fee_step",
    )  # fmt: skip
    department = version.service.department
    return {name: getattr(version, name) for name in names} | {
        "version_id": version.id,
        "department_id": department.id,
        "department": department.name,
        "task_code": version.service.task_code,
    }


def _parts(version: ServiceVersion) -> dict[str, Any]:
    materials = ("code", "name", "need", "form", "copies", "source", "standard")
    return {
        "steps": [{"name": each.name, "detail": each.detail} for each in version.steps.all()],
        "materials": [{n: getattr(each, n) for n in materials} for each in version.materials.all()],
        "costs": [
            {
                "name": each.name,
                "amount": None if each.amount is None else str(each.amount),
                "currency": each.currency,
                "standard": each.standard,
            }
            for each in version.costs.all()
        ],
        "signers": [
            {"name": each.name, "note": each.note, "least": each.least, "most": each.most}
            for each in version.signers.order_by("order")
        ],
        "outputs": [{"name": each.name, "detail": each.validity} for each in version.outputs.all()],
        "faqs": [{"question": each.question, "answer": each.answer} for each in version.faqs.all()],
        "laws": [
            {"slug": each.law.slug, "title": each.law.title, "articles": each.articles}
            for each in version.legal_bases.all()
        ],
        "places": [
            {"code": each.code, "name": each.name, "address": each.address, "phone": each.phone}
            for each in version.places.all()
        ],
    }


def _event(event: LifeEventType) -> dict[str, Any]:
    names = ("slug", "code", "audience", "name", "summary", "bundle")
    return {name: getattr(event, name) for name in names}


def _article(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in ("slug", "kind", "title", "updated_at")}
