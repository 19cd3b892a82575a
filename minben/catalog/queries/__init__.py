"""Reads of the catalogue."""

from minben.catalog.indexing import rebuild_index

from .browsing import (
    EventPlan,
    Home,
    PlannedService,
    StagePage,
    TopicPage,
    all_services,
    categories,
    event,
    home,
    name_order,
    offices,
    stage,
    topic,
)
from .guides import GuidePage, form_of, service, version_for_case
from .reading import LawPage, article, articles, investment, law, scripts
from .routes import categories_of, services_elsewhere, services_of
from .search import Found, Hit, search

__all__ = [
    "EventPlan",
    "Found",
    "GuidePage",
    "Hit",
    "Home",
    "LawPage",
    "PlannedService",
    "StagePage",
    "TopicPage",
    "all_services",
    "article",
    "articles",
    "categories",
    "categories_of",
    "event",
    "form_of",
    "home",
    "investment",
    "law",
    "name_order",
    "offices",
    "rebuild_index",
    "scripts",
    "search",
    "service",
    "services_elsewhere",
    "services_of",
    "stage",
    "topic",
    "version_for_case",
]
