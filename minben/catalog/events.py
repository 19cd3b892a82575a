"""News of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from minben.foundation.events import Event


@dataclass(frozen=True)
class ServicePublished(Event):
    """A version of a guide came into force. ``subject_id`` is the service."""

    name = "catalog.service.published"
    slug: str
    number: int


@dataclass(frozen=True)
class ServiceWithdrawn(Event):
    name = "catalog.service.withdrawn"
    slug: str


@dataclass(frozen=True)
class LawRecorded(Event):
    name = "catalog.law.recorded"
    slug: str


@dataclass(frozen=True)
class LawSuperseded(Event):
    """``subject_id`` is the older law, ``by`` the newer."""

    name = "catalog.law.superseded"
    slug: str
    by: UUID


@dataclass(frozen=True)
class ArticleWritten(Event):
    name = "catalog.article.written"
    slug: str
    audience: str
