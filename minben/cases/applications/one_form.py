"""The one form of several services: whose question is whose, and, once for all of them, how the results come."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Office
from minben.catalog.forms import Choice, Kind, Question, When
from minben.catalog.models import LifeEventType, ServiceVersion
from minben.foundation.records.translated import in_every_language, localized

from .deliveries import RESULTS_ADDRESS, RESULTS_OFFICE, RESULTS_WAY, offices_near

Asked = Sequence[tuple[ServiceVersion, Mapping[str, str]]]
"""Services, each with the places of its own questions in the one form."""
_WAYS = (
    ("electronic", _("In the account, as a PDF that anybody can check")),
    ("post", _("By registered post")),
    ("collect", _("Picked up at an office")),
)
_OWN = ("delivery.way", "delivery.address")
ONCE = frozenset({RESULTS_WAY, RESULTS_ADDRESS, RESULTS_OFFICE})
_KEYS = dict(zip(_OWN, (RESULTS_WAY, RESULTS_ADDRESS), strict=True))


def headed(questions: Sequence[Question], parts: Asked) -> tuple[Question, ...]:
    """What several services ask comes first, then what one alone asks, under its name. One service keeps its headings."""
    if len(parts) < 2:
        return tuple(questions)
    askers: dict[str, list[ServiceVersion]] = {}
    for version, places in parts:
        for key in set(places.values()) - ONCE:
            askers.setdefault(key, []).append(version)
    common, shared = _common(questions, askers), in_every_language(_("What several of these services need"))
    heads = {key: shared if key in common else versions[0].name for key, versions in askers.items()}
    mine = [dataclasses.replace(q, section=heads.get(q.key, q.section)) for q in questions]
    return tuple(sorted(mine, key=lambda q: 2 if q.kind == Kind.PROMISE else q.key not in common))


def _common(questions: Sequence[Question], askers: Mapping[str, Sequence[Any]]) -> set[str]:
    """Asked by several, and not depending on what only one asks."""
    found: set[str] = set()
    for q in questions:
        if len(askers.get(q.key, ())) > 1 and (q.when is None or q.when.key in found):
            found.add(q.key)
    return found


def once_for_all(
    questions: Sequence[Question], parts: Asked, event: LifeEventType
) -> tuple[tuple[Question, ...], list[dict[str, str]]]:
    """How the results come is asked at the end, for all parts; returns the questions, and each part's places.

    Nothing is asked where no part ends with a result. A part that asks it itself is given the answer.
    """
    if not any(_has_result(version) for version, _places in parts):
        return tuple(questions), [dict(places) for _version, places in parts]
    own = {q.key: _KEYS[q.fills] for q in questions if q.fills in _OWN}
    kept = [_moved(q, own) for q in questions if q.key not in own]
    promises = [q for q in kept if q.kind == Kind.PROMISE]
    others = [q for q in kept if q.kind != Kind.PROMISE]
    places = [{key: own.get(asked, asked) for key, asked in of.items()} for _version, of in parts]
    return (*others, *asked_once(event), *promises), places


def _has_result(version: ServiceVersion) -> bool:
    return bool(version.outputs.all())


def _moved(question: Question, own: Mapping[str, str]) -> Question:
    """A condition on what a part asked itself is one on what is asked for all."""
    when = question.when
    if when is None or when.key not in own:
        return question
    return dataclasses.replace(question, when=When(own[when.key], when.values))


def asked_once(event: LifeEventType) -> tuple[Question, ...]:
    """How the results of all parts come: in the account, by post, or to be fetched at one place."""
    section = in_every_language(_("How the results come"))
    lead = event.lead
    offices = offices_near(lead.id if lead else None, lead.jurisdiction_id if lead else None)
    way = Question(
        RESULTS_WAY,
        Kind.CHOICE,
        in_every_language(_("How should the results of all parts come?")),
        help=in_every_language(_("It can be changed until they are on their way.")),
        choices=tuple(_ways(offices)),
        section=section,
    )
    address = Question(
        RESULTS_ADDRESS,
        Kind.ADDRESS,
        in_every_language(_("Address for the post")),
        help=in_every_language(_("Place, street, number, flat. Name and telephone are the applicant’s.")),
        fills="party.address",
        when=When(RESULTS_WAY, ("post",)),
        section=section,
    )
    return (way, address, *_office(offices, section))


def _ways(offices: Sequence[Office]) -> Iterator[Choice]:
    """To be picked up only where there is an office; the one there is is named."""
    for value, words in _WAYS:
        named = in_every_language(words)
        if value == "collect" and len(offices) == 1:
            named = {lang: f"{text} ({localized(offices[0].name, lang)})" for lang, text in named.items()}
        if value != "collect" or offices:
            yield Choice(value, named)


def _office(offices: Sequence[Office], section: Mapping[str, str]) -> list[Question]:
    """Asked where there is a choice."""
    if len(offices) < 2:
        return []
    choices = tuple(Choice(office.code, office.name) for office in offices)
    label = in_every_language(_("At which office?"))
    when = When(RESULTS_WAY, ("collect",))
    return [Question(RESULTS_OFFICE, Kind.CHOICE, label, choices=choices, when=when, section=section)]
