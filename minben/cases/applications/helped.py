"""What the desk asks about forms that are filled in for somebody: which ones there are, and what is begun."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from minben.cases.actions.draft import drafts_for
from minben.cases.actions.handing_in import ready_of
from minben.catalog import queries as catalogue
from minben.catalog.models import LifeEventType, PublicService, ServiceVersion
from minben.catalog.queries.bundles import bundles
from minben.foundation.access.actor import Actor

from .helping import reach_of, way_of
from .matter import BUNDLE, SERVICE

MOST = 20
Offer = PublicService | LifeEventType


@dataclass(frozen=True)
class Begun:
    """A form that waits on somebody's record. ``by``: who filled in last; ``ready``: it waits for a fee or a signature."""

    token: str
    name: Mapping[str, Any]
    saved_at: dt.datetime
    by: str
    ready: bool


@dataclass(frozen=True)
class Choices:
    """What somebody may fill in for others: the one form of a life event, and services."""

    events: list[LifeEventType]
    services: list[ServiceVersion]


def choices_for(actor: Actor, text: str, language: str) -> Choices:
    """The nearest to ``text``; without it what is asked for most, and all life events."""
    reach = reach_of(actor)
    events, rows = bundles(), _offered().filter(reach.services())
    events = [event for event in events if reach.covers(event)]
    if not text.strip():
        return Choices(events, list(rows.order_by("-service__popularity", "service__slug")[:MOST]))
    kinds = ("service", "event")
    hits = catalogue.search(text[:200], language, audience="staff", kinds=kinds, size=3 * MOST).hits
    order = {(hit.kind, hit.key): at for at, hit in enumerate(hits)}
    found = [event for event in events if ("event", event.slug) in order]
    services = rows.filter(service__slug__in=[key for kind, key in order if kind == "service"])
    return Choices(
        sorted(found, key=lambda event: order["event", event.slug]),
        sorted(services, key=lambda version: order["service", version.service.slug])[:MOST],
    )


def begun_for(actor: Actor, party_ids: Collection[uuid.UUID]) -> list[Begun]:
    """The forms that staff began for a customer, as far as the actor may go on with them."""
    held = [one for one in drafts_for(party_ids) if one.form.startswith((SERVICE, BUNDLE))]
    if not held:
        return []
    reach, found, offers = reach_of(actor), [], _offers(one.form for one in held)
    for one in held:
        offer, name = offers.get(one.form, (None, {}))
        if offer is not None and reach.covers(offer):
            helper = way_of(one.data).helper
            by, ready = helper.name if helper else "", ready_of(one) is not None
            found.append(Begun(one.token, name, one.saved_at, by, ready))
    return found


def _offers(forms: Iterable[str]) -> dict[str, tuple[Offer, Mapping[str, Any]]]:
    """By the name of the form, what it is for and what that is called. A statement for each kind."""
    names = set(forms)
    slugs = [name.removeprefix(SERVICE) for name in names if name.startswith(SERVICE)]
    versions = _offered().filter(service__slug__in=slugs) if slugs else ()
    events = bundles() if len(slugs) < len(names) else ()
    services = {f"{SERVICE}{one.service.slug}": (one.service, one.name) for one in versions}
    return services | {f"{BUNDLE}{one.slug}": (one, one.name) for one in events}


def _offered() -> QuerySet[ServiceVersion]:
    rows = ServiceVersion.objects.filter(state=ServiceVersion.State.PUBLISHED).exclude(form=[])
    return rows.select_related("service__department")
