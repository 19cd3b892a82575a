"""Try the addresses that the catalogue gives to the public."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from minben.catalog.links import Prober
from minben.catalog.models import Article, LegalResource, LinkState, ServiceVersion

AGAIN_AFTER = dt.timedelta(days=7)
MOST, MOST_A_HOST = 300, 20
_LINK = re.compile(r"https?://[^\s)\]>\"'，。）]+")


def gather_links() -> int:
    """Write down every address in published texts, and where it stands; forget those that stand nowhere any more."""
    found: dict[str, list[dict[str, str]]] = {}
    for url, kind, key in _links():
        places = found.setdefault(url[:300], [])
        if {"kind": kind, "key": key} not in places:
            places.append({"kind": kind, "key": key})
    LinkState.objects.exclude(url__in=found).delete()
    LinkState.objects.bulk_create(
        [LinkState(url=url, found_in=places) for url, places in found.items()],
        update_conflicts=True,
        unique_fields=["url"],
        update_fields=["found_in"],
    )
    return len(found)


def _links() -> Iterator[tuple[str, str, str]]:
    services = ServiceVersion.objects.filter(state="published").exclude(online_link="")
    for slug, url in services.values_list("service__slug", "online_link"):
        yield url, "service", slug
    for slug, url in LegalResource.objects.exclude(link="").values_list("slug", "link"):
        yield url, "law", slug
    for slug, body in Article.objects.filter(state="published").values_list("slug", "body"):
        for text in (words for name, words in body.items() if name != "_origin"):
            yield from ((url, "article", slug) for url in _LINK.findall(str(text)))


def check_links(prober: Prober, *, now: dt.datetime) -> int:
    """Ask what was not asked for a week, few of one host a run; each answer is written down on its own.

    Nothing is asked inside a transaction: read, call, record.
    """
    count = 0
    for link in _due(now):
        outcome = prober.probe(link.url)
        failing = outcome.state not in {"ok", "refused"}
        since = (link.failing_since or now) if failing else None
        LinkState.objects.filter(id=link.id).update(
            outcome=outcome.state, detail=outcome.detail[:200], checked_at=now, failing_since=since
        )
        count += 1
    return count


def _due(now: dt.datetime) -> list[LinkState]:
    rows = LinkState.objects.exclude(checked_at__gt=now - AGAIN_AFTER).order_by("checked_at", "id")
    hosts: Counter[str] = Counter()
    taken = []
    for link in rows[: MOST * 4]:
        host = urlsplit(link.url).hostname or ""
        hosts[host] += 1
        if hosts[host] <= MOST_A_HOST:
            taken.append(link)
    return taken[:MOST]
