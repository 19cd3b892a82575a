"""Record a law or policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.catalog import indexing
from minben.catalog.events import LawRecorded
from minben.catalog.models import LegalResource
from minben.catalog.texts import complete
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Invalid

from .saving import put

TEXTS = ("title", "issuer", "plain_reading")
DAYS = ("issued_on", "in_force_from", "in_force_until")
WORDS = ("number", "link")


def record_law(actor: Actor, content: Mapping[str, Any]) -> tuple[LegalResource, bool]:
    """The law of this ``slug`` as written, and whether anything changed. Applied twice, the second changes nothing.

    Raises Invalid for a missing title, an unknown kind or days in the wrong order.
    """
    require(actor, "catalog.edit")
    values = _values(content)
    with transaction.atomic():
        law, before = put(LegalResource, {"slug": content["slug"]}, values)
        if before is None:
            return law, False
        indexing.index_law(law)
        after = {name: values[name] for name in before} or values
        trail.wrote(actor, "catalog.law.recorded", subject=("law", law.id), before=before, after=after)
        announce(LawRecorded(law.id, slug=law.slug))
    return law, True


def _values(content: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: complete(content.get(name)) for name in TEXTS}
    values |= {name: _day(content.get(name)) for name in DAYS}
    values |= {name: str(content.get(name) or "") for name in WORDS}
    values["kind"] = str(content.get("kind") or "")
    values["articles"] = [
        {"number": str(item["number"]), "text": complete(item.get("text"))}
        for item in content.get("articles") or []
    ]
    if not values["title"]:
        raise Invalid(_("Give the law its title."), fields={"title": _("Give the law its title.")})
    if values["kind"] not in LegalResource.Kind.values:
        known = _("Write one of: %(kinds)s.") % {"kinds": ", ".join(LegalResource.Kind.values)}
        raise Invalid(known, fields={"kind": known})
    if (
        values["in_force_until"]
        and values["in_force_from"]
        and values["in_force_until"] < values["in_force_from"]
    ):
        order = _("It cannot end before it begins.")
        raise Invalid(order, fields={"in_force_until": order})
    return values


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) and value else value or None
