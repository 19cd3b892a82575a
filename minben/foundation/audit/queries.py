"""Searching the trail: changes and looks, by who, on whom, what and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.records.ids import lowest_id
from minben.foundation.records.keyset import Page, keyset_page

from .models import AuditLine, ReadLine, Seal


@dataclass(frozen=True)
class Asked:
    """What a search of the trail is narrowed to; empty fields do not narrow. Days are instants, until excluded."""

    actor: str = ""
    actor_ids: tuple[UUID, ...] = ()
    subject_id: UUID | None = None
    action: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def changes(actor: Actor, asked: Asked) -> QuerySet[AuditLine]:
    """Lines of changes, narrowed."""
    require(actor, "audit.search")
    rows = _between(AuditLine.objects.all(), asked)
    if asked.action:
        rows = rows.filter(action__startswith=asked.action)
    if asked.subject_id:
        rows = rows.filter(Q(subject_id=asked.subject_id) | Q(case_id=asked.subject_id))
    return rows


def looks(actor: Actor, asked: Asked) -> QuerySet[ReadLine]:
    """Lines of looks, narrowed; ``action`` is the start of the page's name."""
    require(actor, "audit.search")
    rows = _between(ReadLine.objects.all(), asked)
    if asked.action:
        rows = rows.filter(page__startswith=asked.action)
    if asked.subject_id:
        rows = rows.filter(Q(subject_ids__contains=[asked.subject_id]) | Q(case_id=asked.subject_id))
    return rows


def page_of(rows: QuerySet[Any], *, cursor: str = "", size: int = 50) -> Page[Any]:
    """Newest first, flat at any depth."""
    return keyset_page(rows, order=("-id",), cursor=cursor, size=size)


def seals(actor: Actor, *, limit: int = 20) -> list[Seal]:
    """The newest seals of both trails, without their lists of lines."""
    require(actor, "audit.search")
    return list(Seal.objects.defer("line_ids", "line_digests").order_by("-id")[:limit])


def readers_of(ids: list[UUID], *, limit: int = 20) -> list[ReadLine]:
    """Who looked at any of ``ids``, newest first: a person may be told (DESIGN §4.5). Needs a policy of the caller."""
    rows = ReadLine.objects.filter(subject_ids__overlap=ids).defer("subject_ids")
    return list(rows.order_by("-id")[:limit])


def _between(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    if asked.actor or asked.actor_ids:
        rows = rows.filter(Q(actor_name=asked.actor or None) | Q(actor_id__in=asked.actor_ids))
    if asked.since:
        rows = rows.filter(id__gte=lowest_id(asked.since))
    if asked.until:
        rows = rows.filter(id__lt=lowest_id(asked.until))
    return rows


def newest_change() -> str:
    """The key of the newest line of change: it differs whenever anything was changed. One look at an index."""
    return str(AuditLine.objects.order_by("-id").values_list("id", flat=True).first() or "")


def did(actor: Actor, actions: Iterable[str], *, since: dt.datetime) -> set[str]:
    """Which of ``actions`` ``actor`` did since then: of oneself, so no policy. One look at an index."""
    own = AuditLine.objects.filter(actor_id=actor.staff_id, id__gte=lowest_id(since))
    return set(own.filter(action__in=list(actions)).values_list("action", flat=True).distinct())


def looked(actor: Actor, pages: Iterable[str], *, since: dt.datetime) -> set[str]:
    """Which of ``pages`` ``actor`` saw somebody's data on since then: of oneself, so no policy."""
    own = ReadLine.objects.filter(actor_id=actor.staff_id, id__gte=lowest_id(since))
    return set(own.filter(page__in=list(pages)).values_list("page", flat=True).distinct())
