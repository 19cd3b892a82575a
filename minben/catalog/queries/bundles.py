"""A life event as one application: which services apply, and their forms as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minben.catalog import bundling
from minben.catalog.bundling import Effort, Merged, Part
from minben.catalog.forms import Question, parse
from minben.catalog.models import EventService, LifeEventType, Material, ServiceVersion
from minben.foundation import feel
from minben.foundation.records.errors import Missing
from minben.foundation.records.translated import localized


@dataclass(frozen=True)
class Offered:
    """One service of a bundle as it is published now."""

    entry: EventService
    version: ServiceVersion
    part: Part

    @property
    def key(self) -> str:
        return self.part.key


@dataclass(frozen=True)
class Proposed:
    """Whether a service applies, and why: in the words of its rule and of what was answered."""

    offered: Offered
    applies: bool
    because: tuple[str, ...]


@dataclass(frozen=True)
class Bundle:
    """What is published and can be applied for online; ``aside`` are services that cannot."""

    event: LifeEventType
    questions: tuple[Question, ...]
    offered: tuple[Offered, ...]
    aside: tuple[ServiceVersion, ...]

    def chosen(self, keys: Collection[str]) -> list[Offered]:
        return [one for one in self.offered if one.key in keys]

    def form(self, keys: Collection[str]) -> Merged:
        return bundling.merged([one.part for one in self.chosen(keys)])

    def materials(self, keys: Collection[str]) -> dict[str, Material]:
        """What each material of the one form is, by its code."""
        return {m.code: m for one in self.chosen(keys) for m in one.version.materials.all() if m.code}

    def to_have(self, keys: Collection[str]) -> list[Material]:
        """What to have at hand: the materials that the one form asks for, each once, in its order."""
        known = self.materials(keys)
        codes = dict.fromkeys(q.material for q in self.form(keys).questions if q.material)
        return [known[code] for code in codes if code in known]

    def efforts(self, keys: Collection[str]) -> tuple[Effort, Effort]:
        """The four reductions: each alone, and as one."""
        chosen = self.chosen(keys)
        alone = bundling.alone(
            (one.part, one.version.visits, one.version.promised_amount or 0) for one in chosen
        )
        days = self.event.promised_amount or max(
            (one.version.promised_amount or 0 for one in chosen), default=0
        )
        visits = max((one.version.visits for one in chosen), default=0)
        return alone, bundling.together(self.form(keys), visits, days)


def bundle(slug: str) -> Bundle:
    """Three statements and their parts. Raises Missing for an event that is no bundle."""
    event = (
        LifeEventType.objects.select_related("lead").filter(slug=slug, published=True, bundle=True).first()
    )
    if event is None:
        raise Missing(_("There is no such application."))
    entries = list(
        event.services.select_related("service").prefetch_related("after__service").order_by("order")
    )
    versions = _published([entry.service_id for entry in entries])
    found = [(entry, versions[entry.service_id]) for entry in entries if entry.service_id in versions]
    offered = tuple(
        Offered(entry, version, _part(entry, version)) for entry, version in found if version.form
    )
    aside = tuple(version for _entry, version in found if not version.form)
    return Bundle(event, parse(event.questions), offered, aside)


def bundles() -> list[LifeEventType]:
    """All life events that are applied for as one matter, in the order of the first page."""
    rows = LifeEventType.objects.select_related("lead").filter(published=True, bundle=True)
    return list(rows.order_by("audience", "order", "slug"))


def bundle_of(event_id: Any) -> LifeEventType | None:
    return LifeEventType.objects.select_related("lead").filter(pk=event_id, bundle=True).first()


def proposed(bundle: Bundle, answers: Mapping[str, Any], *, now: dt.datetime) -> list[Proposed]:
    """What applies by the rules of the bundle; without a rule, what is not optional."""
    facts = _facts(bundle.questions, answers)
    return [_proposed(one, bundle.questions, answers, facts, now) for one in bundle.offered]


def _proposed(
    one: Offered,
    questions: Sequence[Question],
    answers: Mapping[str, Any],
    facts: Mapping[str, Any],
    now: dt.datetime,
) -> Proposed:
    words = str(localized(one.entry.applies))
    rule = one.entry.condition
    if not rule:
        return Proposed(one, not one.entry.optional, (words,) if words else ())
    expression = feel.expression(rule)
    given = [_said(q, answers) for q in questions if q.key in expression.names and q.key in answers]
    said = tuple(text for text in [words, *given] if text)
    return Proposed(one, expression.evaluate(facts, now=now) is True, said)


def _facts(questions: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as expressions see them: yes and no are true and false, dates are dates."""
    return {q.key: _fact(q, answers[q.key]) for q in questions if q.key in answers}


def _fact(question: Question, value: Any) -> Any:
    if question.kind == "yesno":
        return value in (True, "yes", "true", "on")
    if question.kind == "date" and isinstance(value, str) and value:
        return dt.date.fromisoformat(value)
    return value


def _said(question: Question, answers: Mapping[str, Any]) -> str:
    value = answers[question.key]
    words = {choice.value: str(localized(choice.label)) for choice in question.choices}
    if question.kind == "yesno":
        words = {"yes": _("Yes"), "no": _("No")}
    values = value if isinstance(value, list) else [value]
    return f"{localized(question.label)} {'、'.join(words.get(str(one), str(one)) for one in values)}"


def _published(service_ids: Collection[Any]) -> dict[Any, ServiceVersion]:
    rows = ServiceVersion.objects.filter(state=ServiceVersion.State.PUBLISHED, service__in=service_ids)
    rows = rows.select_related("service__department").prefetch_related("materials", "outputs", "costs")
    return {row.service_id: row for row in rows}


def _part(entry: EventService, version: ServiceVersion) -> Part:
    outputs = list(version.outputs.all())
    return Part(
        key=version.service.slug,
        questions=parse(version.form),
        after=frozenset(before.service.slug for before in entry.after.all()),
        gives=frozenset({o.code for o in outputs if o.code} | {one for o in outputs for one in o.gives}),
    )
