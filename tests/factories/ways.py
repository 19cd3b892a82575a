"""Applications on the drawn ways that services can have: instant, with material that may follow, on commitment."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from minben.cases.actions import application, lacking, routing
from minben.cases.actions.submit import submit
from minben.cases.applications.awarding import award
from minben.cases.intake import Submission
from minben.cases.models import Case
from minben.catalog.models import Material, Output, PublicService, ServiceVersion
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role
from minben.parties.models import Party
from minben.processes.models import Clock

from .town import Town, citizen

_keys = itertools.count()


def offered(
    town: Town,
    process: str = "",
    *,
    materials: Mapping[str, str] | None = None,
    certificate: str = "",
    **guide: Any,
) -> ServiceVersion:
    """A published service of the water department. ``materials``: need by code; ``certificate``: what it gives."""
    service = PublicService.objects.create(
        jurisdiction=town.jurisdiction, department=town.water, slug=f"s-{process}", process_key=process
    )
    values = {"name": {"zh-hant": "用水報裝"}, "promised_amount": 7, "promised_unit": "1", **guide}
    version = ServiceVersion.objects.create(service=service, number=1, state="draft", **values)
    for code, need in (materials or {}).items():
        names = {"zh-hant": code, "en": code}
        Material.objects.create(version=version, code=code, name=names, need=need)
    if certificate:
        Output.objects.create(version=version, name={"zh-hant": certificate}, kind="10")
    version.state = "published"
    version.save(update_fields=["state"])
    return version


def licence(town: Town) -> ServiceVersion:
    """Two of its materials may follow."""
    return offered(town, "lacking", materials={"plan": "1", "test-report": "3", "photo": "3"})


def hygiene(town: Town) -> ServiceVersion:
    """Given at once to whoever promises, with a certificate."""
    guide = {"mode": "1", "promised_amount": 0, "statutory_amount": 20}
    return offered(town, "commitment", certificate="衛生許可證", **guide)


def apply(version: ServiceVersion, **fields: Any) -> Case:
    given = {"kind": "application", "title": "用水報裝", "service_version_id": version.id, **fields}
    made = submit(citizen(), Submission(**given), key=f"way-{next(_keys)}")
    return Case.objects.get(pk=made.case_id)


def with_the_rest_to_come(town: Town) -> tuple[Case, Actor]:
    """Accepted without one material; and the officer who has it."""
    case, officer = apply(licence(town)), town.actor(Role.OFFICER, town.water)
    lacking.accept_lacking(officer, case.id, materials=["test-report"])
    return Case.objects.get(pk=case.id), officer


def overdue(town: Town) -> Case:
    """The rest should have come by now."""
    case, _officer = with_the_rest_to_come(town)
    Clock.objects.filter(subject_id=case.id, kind="lacking").update(due_at=timezone.now())
    return case


def granted(town: Town, version: ServiceVersion | None = None, **answers: Any) -> tuple[Case, Actor]:
    """Granted and delivered to somebody who promised."""
    person = Party.objects.create(kind="person", name="王小明")
    given = {"commitment": "promise", **answers}
    case = apply(version or hygiene(town), answers=given, party_id=person.id)
    officer = town.actor(Role.OFFICER, town.water)
    routing.accept(officer, case.id)
    application.decide(officer, case.id, outcome="granted", text="准")
    award(case.id)
    application.deliver(officer, case.id, how="窗口")
    return Case.objects.get(pk=case.id), officer
