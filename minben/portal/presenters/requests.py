"""A half-filled request in words, and as what is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minben.cases.actions.draft import FILES, Held
from minben.cases.intake import Submission, asking
from minben.cases.models import Case
from minben.catalog import queries as catalogue
from minben.catalog.models import ServiceVersion
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Problem
from minben.foundation.records.texts import listed
from minben.portal.forms.ask import KINDS, PRIVACY

STEPS = ("kind", "subject", "details", "privacy", "you")


@dataclass(frozen=True)
class Similar:
    """Something that may answer the question already."""

    title: str
    href: str
    language: str


def steps(answers: Mapping[str, Any]) -> list[str]:
    """The pages of this request: who is anonymous is not asked who they are."""
    hidden = answers.get("privacy") == Case.Privacy.ANONYMOUS
    return [step for step in STEPS if not (hidden and step == "you")]


def rows(held: Held, service: ServiceVersion | None) -> list[tuple[str, str, str]]:
    """(question, answer, step) of the check page."""
    given = held.data.get("answers", {})
    kinds = {value: label for value, label, _hint in KINDS}
    privacy = {value: label for value, label, _hint in PRIVACY}
    files = listed(f["name"] for f in held.data.get(FILES, []))
    found = [
        (_("What it is"), str(kinds.get(given.get("kind"), "")), "kind"),
        (_("What it is about"), given.get("title", ""), "subject"),
        (_("Place"), given.get("place", ""), "subject"),
        (_("Details"), given.get("body", ""), "details"),
        (_("Files"), files, "details"),
        (_("How it is sent"), str(privacy.get(given.get("privacy"), "")), "privacy"),
    ]
    if service is not None:
        found.insert(1, (_("About the service"), str(service), "kind"))
    if "you" in steps(given):
        names = (("name", _("Your name")), ("phone", _("Telephone")), ("email", _("E-mail")))
        found += [(label, given.get(key, ""), "you") for key, label in names]
    return [(label, value or "–", step) for label, value, step in found]


def service_of(held: Held) -> ServiceVersion | None:
    slug = held.data.get("answers", {}).get("service") or ""
    rows = ServiceVersion.objects.filter(service__slug=slug, state=ServiceVersion.State.PUBLISHED)
    return rows.select_related("service").first() if slug else None


def similar(title: str) -> list[Similar]:
    """Services and answers that say nearly the same as the title, at most four."""
    try:
        found = catalogue.search(
            title[:200], get_language() or "zh-hant", kinds=["article", "service"], size=4
        )
    except Problem:
        return []
    return [
        Similar(hit.plain_title, reverse(f"portal:{hit.kind}", args=hit.key.split("/")), hit.language)
        for hit in found.hits
    ]


def build(actor: Actor, data: Mapping[str, Any], *, region: str) -> tuple[Actor, Submission]:
    """Who sends what. Run inside the transaction of the sending: it makes the party."""
    given = data.get("answers", {})
    hidden = given.get("privacy") == Case.Privacy.ANONYMOUS
    sender = asking.unnamed(actor) if hidden else actor
    who = asking.Behind(None)
    if not hidden:
        asker = asking.Asker(
            name=given.get("name", ""),
            phone=given.get("phone", ""),
            email=given.get("email", ""),
            language=actor.language,
            region=region,
        )
        who = asking.behind(actor, asker)
    service = _version_id(given.get("service", ""))
    return sender, Submission(
        kind=given.get("kind", ""),
        title=given.get("title", ""),
        body=given.get("body", ""),
        place=given.get("place", ""),
        privacy=given.get("privacy", ""),
        language=actor.language,
        party_id=who.party_id,
        asked_by_id=who.asked_by_id,
        service_version_id=service,
        document_ids=tuple(UUID(f["id"]) for f in data.get(FILES, [])),
    )


def _version_id(slug: str) -> UUID | None:
    rows = ServiceVersion.objects.filter(service__slug=slug, state=ServiceVersion.State.PUBLISHED)
    return rows.values_list("id", flat=True).first() if slug else None
