"""Write a knowledge article, a script for agents or a page of the investment guide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.agencies.models import Department
from minben.agencies.queries import heir_of
from minben.catalog import indexing
from minben.catalog.events import ArticleWritten
from minben.catalog.models import Article, PublicService
from minben.catalog.texts import complete
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Invalid

from .saving import put

DAYS = ("valid_from", "valid_until")
CHOSEN = {
    "kind": (Article.Kind, Article.Kind.KNOWLEDGE),
    "audience": (Article.Audience, Article.Audience.PUBLIC),
    "state": (Article.State, Article.State.PUBLISHED),
}


def write_article(actor: Actor, content: Mapping[str, Any]) -> tuple[Article, bool]:
    """The article of this ``slug`` as written, and whether anything changed; each change counts ``version`` up.

    Raises Invalid for missing texts and unknown kinds, services or departments.
    """
    require(actor, "catalog.edit")
    values = _values(content)
    services = _services(content.get("services") or [])
    with transaction.atomic():
        article, before = put(Article, {"slug": content["slug"]}, values)
        same = set(article.services.values_list("id", flat=True)) == {s.id for s in services}
        if before is None and same:
            return article, False
        article.services.set(services)
        if before != {}:
            article.version += 1
            article.save(update_fields=["version", "updated_at"])
        indexing.index_article(article)
        after = {name: values[name] for name in before or values}
        trail.wrote(
            actor,
            "catalog.article.written",
            subject=("article", article.id),
            before=before or {},
            after=after,
        )
        announce(ArticleWritten(article.id, slug=article.slug, audience=article.audience))
    return article, True


def _values(content: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {"title": complete(content.get("title")), "body": complete(content.get("body"))}
    for name in ("title", "body"):
        if not values[name]:
            raise Invalid(_("An article needs a title and a text."), fields={name: _("Write it here.")})
    for name, (choices, default) in CHOSEN.items():
        values[name] = str(content.get(name) or default)
        if values[name] not in choices.values:
            known = _("Write one of: %(kinds)s.") % {"kinds": ", ".join(choices.values)}
            raise Invalid(known, fields={name: known})
    values |= {name: _day(content.get(name)) for name in DAYS}
    values["keywords"] = [str(word) for word in content.get("keywords") or []]
    values["source"] = str(content.get("source") or "")
    values["department"] = _department(content.get("department"))
    return values


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) and value else value or None


def _department(code: Department | str | None) -> Department | None:
    if not code:
        return None
    if isinstance(code, Department):
        return code
    known = Department.objects.filter(code=code).first()
    found = (heir_of(known) or known) if known is not None else None
    if found is None:
        message = _("There is no department %(code)s.") % {"code": code}
        raise Invalid(message, fields={"department": message})
    return found


def _services(slugs: list[str]) -> list[PublicService]:
    found = list(PublicService.objects.filter(slug__in=slugs))
    missing = ", ".join(sorted(set(slugs) - {service.slug for service in found}))
    if missing:
        message = _("There is no service %(slugs)s.") % {"slugs": missing}
        raise Invalid(message, fields={"services": message})
    return found
