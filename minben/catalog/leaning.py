"""What of the catalogue a department answers for, and how its successor takes it over."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from minben.agencies.leaning import Handover, leans
from minben.agencies.models import Department
from minben.foundation.audit import trail

from .actions.route import send_category, send_service
from .models import Article, Category, PublicService, ServiceVersion


def _services(department: Department) -> int:
    offered = ServiceVersion.objects.filter(state=ServiceVersion.State.PUBLISHED).values("service_id")
    return PublicService.objects.filter(department=department, id__in=offered).count()


def _pass_services(handover: Handover) -> None:
    """All of them, also those that are not offered now. A text under review follows when it is published."""
    held = PublicService.objects.filter(department=handover.source).select_for_update(of=("self",))
    for service in held:
        send_service(handover.actor, service, handover.heir)


def _articles(department: Department) -> QuerySet[Article]:
    return Article.objects.filter(department=department, state=Article.State.PUBLISHED)


def _pass_articles(handover: Handover) -> None:
    for article in Article.objects.filter(department=handover.source).select_for_update(of=("self",)):
        article.department = handover.heir
        article.save(update_fields=["department"])
        trail.wrote(
            handover.actor,
            "catalog.article.routed",
            subject=("article", article.id),
            before={"department": handover.source.id},
            after={"department": handover.heir.id},
        )


def _categories(department: Department) -> QuerySet[Category]:
    return Category.objects.filter(department_code=department.code, active=True)


def _pass_categories(handover: Handover) -> None:
    for category in Category.objects.filter(department_code=handover.source.code).select_for_update(
        of=("self",)
    ):
        send_category(handover.actor, category, handover.heir.code)


leans("services", _("Services in the catalogue"), _services, _pass_services)
leans("articles", _("Articles that it answers for"), lambda one: _articles(one).count(), _pass_articles)
leans(
    "categories",
    _("Categories whose requests go there"),
    lambda one: _categories(one).count(),
    _pass_categories,
)
