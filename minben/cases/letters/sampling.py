"""A letter as it would be read, with sample facts: for whoever writes its text."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.agencies.queries import city_name
from minben.certificates import rendering
from minben.certificates.orders import Letter as Words
from minben.certificates.orders import Order, sample_of
from minben.channels.rendering import VARIABLE
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.options.groups import Values
from minben.foundation.records.errors import Missing
from minben.foundation.records.translated import LANGUAGES, Localized, localized

from . import wording
from .facts import address, day_in_words
from .kinds import LETTERS

_DAYS = {"received": -3, "date": 0, "due": 20, "before": 10}


@dataclass(frozen=True)
class Seen:
    """One language of a letter. Both texts know their language, and whether they were converted."""

    language: str
    title: Localized
    body: Localized


def seen(letter: str, values: Values) -> list[Seen]:
    """In each language that is read: what is typed in ``values``. A mark that nobody knows stays as it is typed."""
    return [_seen(letter, language, values["title"], values["body"]) for language in LANGUAGES]


def pdf(actor: Actor, letter: str, values: Values, language: str) -> bytes:
    """The same as a PDF, marked as a draft. Raises Refused, Missing without a department, Invalid for a mark unknown."""
    require(actor, "letter.design")
    department = _home(actor)
    facts = _facts(letter, language) | {"department": str(localized(department.name, language))}
    body = wording.filled(str(localized(values["body"], language)), facts)
    order = Order(
        case_id=uuid.UUID(int=0),
        case_number=facts["number"],
        output="",
        name=values["title"],
        party_id=uuid.UUID(int=0),
        holder=facts["applicant"],
        department=department,
        language=language,
        letter=Words(letter, body, timezone.localdate()),
    )
    return rendering.pdf(sample_of(order))


def _home(actor: Actor) -> Department:
    rows = Department.objects.select_related("jurisdiction").filter(id__in=actor.departments())
    found = rows.order_by("id").first()
    if found is None:
        raise Missing(_("You work in no department, so there is none to write a letter of."))
    return found


def _seen(letter: str, language: str, title: dict[str, Any], body: dict[str, Any]) -> Seen:
    facts, told = _facts(letter, language), localized(body, language)
    text = VARIABLE.sub(lambda found: facts.get(found.group(1), found.group(0)), told)
    return Seen(language, localized(title, language), Localized(text, told.language, told.converted))


def _facts(letter: str, language: str) -> dict[str, str]:
    today = timezone.localdate()
    with translation.override(language):
        samples = wording.shipped()["samples"] | wording.shipped()["letters"][letter].get("samples", {})
        known = {name: str(localized(texts)) for name, texts in samples.items()}
        known |= {name: day_in_words(today + dt.timedelta(days=days)) for name, days in _DAYS.items()}
        known |= {"city": city_name(), "link": address()}
    return {name: known[name] for name in LETTERS[letter].facts}
