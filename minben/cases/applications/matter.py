"""What a form is for: one service, or several that are applied for as one matter (一件事)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from minben.agencies.models import Department
from minben.catalog.forms import Question, parse
from minben.catalog.models import LifeEventType, Material, PublicService, ServiceVersion, Signer

from .deliveries import RESULTS_WAY
from .one_form import ONCE, asked_once, headed

SERVICE, BUNDLE = "apply:", "bundle:"
"""How the name of a form begins, by what it is for; its slug follows."""
FROM_GOVERNMENT = "20"


@dataclass(frozen=True)
class Role:
    """A kind of person who signs; one for all parts that name the same one."""

    name: Mapping[str, Any]
    note: Mapping[str, Any]
    least: int
    most: int


@dataclass(frozen=True)
class MatterPart:
    """One service of several: what must be granted before it, and which answers are its own."""

    key: str
    version: ServiceVersion
    after: tuple[str, ...]
    places: Mapping[str, str]


@dataclass(frozen=True)
class Matter:
    """``event`` and ``parts`` only where several services are applied for together. ``materials``: by code, while it is filled in."""

    name: Mapping[str, Any]
    questions: tuple[Question, ...]
    versions: tuple[ServiceVersion, ...]
    event: LifeEventType | None = None
    parts: tuple[MatterPart, ...] = ()
    materials: Mapping[str, Material] = field(default_factory=dict)

    @property
    def offer(self) -> PublicService | LifeEventType:
        """What is published under one address."""
        return self.event or self.versions[0].service

    @property
    def form(self) -> str:
        """The name that a draft of it carries."""
        return f"{BUNDLE if self.event else SERVICE}{self.offer.slug}"[:80]

    @property
    def chosen(self) -> list[str]:
        """Which services of several."""
        return [part.key for part in self.parts]

    @property
    def department(self) -> Department | None:
        """Who answers for it."""
        return self.event.lead if self.event else self.versions[0].service.department

    @property
    def jurisdiction_id(self) -> UUID | None:
        if self.event is None:
            return self.versions[0].service.jurisdiction_id
        return self.event.lead.jurisdiction_id if self.event.lead else None

    def fetched(self, question: Question) -> Material | None:
        """The material of this question, when government has it already (免提交)."""
        found = self.materials.get(question.material)
        return found if found and found.source == FROM_GOVERNMENT else None


def matter_of(ready: Mapping[str, Any]) -> Matter:
    """What is kept with a checked form, read. The versions are those of then."""
    if "version" in ready:
        version = _versions([ready["version"]])[str(ready["version"])]
        return Matter(version.name, parse(version.form), (version,))
    found = _versions([part["version"] for part in ready["parts"]])
    parts = tuple(
        MatterPart(part["key"], found[part["version"]], tuple(part["after"]), part["places"])
        for part in ready["parts"]
    )
    event = LifeEventType.objects.select_related("lead__jurisdiction").get(pk=ready["event"])
    asked = [(part.version, part.places) for part in parts]
    questions = questions_of(asked, event, ready["answers"])
    return Matter(event.name, questions, tuple(part.version for part in parts), event, parts)


def kept_parts(parts: Iterable[MatterPart]) -> list[dict[str, Any]]:
    """Parts as plain values, for a sealed draft."""
    return [
        {
            "key": part.key,
            "version": str(part.version.id),
            "after": list(part.after),
            "places": dict(part.places),
        }
        for part in parts
    ]


def questions_of(
    parts: Sequence[tuple[ServiceVersion, Mapping[str, str]]],
    event: LifeEventType,
    answers: Mapping[str, Any],
) -> tuple[Question, ...]:
    """The questions of the one form, each under the key it was asked by. When they were asked does not count any more."""
    found: dict[str, Question] = {}
    for version, places in parts:
        own = {question.key: question for question in parse(version.form)}
        for key, asked in places.items():
            if key in own and asked not in ONCE:
                found.setdefault(asked, dataclasses.replace(own[key], key=asked, when=None))
    once = asked_once(event) if RESULTS_WAY in answers else ()
    return (*headed(list(found.values()), parts), *(dataclasses.replace(q, when=None) for q in once))


def roles_of(versions: Sequence[ServiceVersion]) -> list[Role]:
    """Who signs, each kind once: where two parts name the same, as many as the one that wants more. One statement."""
    found: dict[str, Role] = {}
    for signer in (one for own in signers_of(versions).values() for one in own):
        mark = str(sorted(signer.name.items(), key=str))
        had = found.get(mark, Role(signer.name, signer.note, 0, 0))
        least, most = max(had.least, signer.least), max(had.most, signer.most)
        found[mark] = dataclasses.replace(had, least=least, most=most)
    return list(found.values())


def signers_of(versions: Sequence[ServiceVersion]) -> dict[UUID, list[Signer]]:
    """Who signs what, in the order of the services. One statement."""
    found: dict[UUID, list[Signer]] = {version.id: [] for version in versions}
    for signer in Signer.objects.filter(version__in=found).order_by("order"):
        found[signer.version_id].append(signer)
    return found


def _versions(keys: Iterable[str]) -> dict[str, ServiceVersion]:
    rows = ServiceVersion.objects.select_related("service__department").filter(id__in=list(keys))
    return {str(row.id): row for row in rows}
