"""What the desk asks about forms that are filled in for somebody: for which services, and what is begun."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from minben.cases.actions.assist import FORM
from minben.cases.actions.draft import drafts_for
from minben.cases.actions.handing_in import ready_of
from minben.catalog import queries as catalogue
from minben.catalog.models import ServiceVersion
from minben.foundation.access.actor import Actor

from .helping import reach_of, way_of

MOST = 20


@dataclass(frozen=True)
class Begun:
    """A form that waits on somebody's record. ``by``: who filled in last; ``ready``: it waits for a fee or a signature."""

    token: str
    service: ServiceVersion
    saved_at: dt.datetime
    by: str
    ready: bool


def services_for(actor: Actor, text: str, language: str) -> list[ServiceVersion]:
    """What the actor may fill in for somebody: the nearest to ``text``, without it what is asked for most."""
    rows = _offered().filter(reach_of(actor).services())
    if not text.strip():
        return list(rows.order_by("-service__popularity", "service__slug")[:MOST])
    hits = catalogue.search(text[:200], language, audience="staff", kinds=["service"], size=3 * MOST).hits
    order = {hit.key: at for at, hit in enumerate(hits)}
    found = rows.filter(service__slug__in=order)
    return sorted(found, key=lambda version: order[version.service.slug])[:MOST]


def begun_for(actor: Actor, party_ids: Collection[uuid.UUID]) -> list[Begun]:
    """The forms that staff began for a customer, as far as the actor may go on with them."""
    held = [one for one in drafts_for(party_ids) if one.form.startswith(FORM)]
    if not held:
        return []
    reach, slugs = reach_of(actor), [one.form.removeprefix(FORM) for one in held]
    versions = {row.service.slug: row for row in _offered().filter(service__slug__in=slugs)}
    found = []
    for slug, one in zip(slugs, held, strict=True):
        version = versions.get(slug)
        if version is not None and reach.covers(version.service):
            helper = way_of(one.data).helper
            ready = ready_of(one) is not None
            found.append(Begun(one.token, version, one.saved_at, helper.name if helper else "", ready))
    return found


def _offered() -> QuerySet[ServiceVersion]:
    rows = ServiceVersion.objects.filter(state=ServiceVersion.State.PUBLISHED).exclude(form=[])
    return rows.select_related("service__department")
