"""A certificate of a case, and an application whose service brings one."""

from __future__ import annotations

from minben.agencies.models import Department
from minben.cases.actions import application
from minben.cases.models import Case
from minben.catalog.models import Output, PublicService, ServiceVersion
from minben.certificates.actions import issue
from minben.certificates.models import Certificate
from minben.certificates.orders import Order
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.roles import Role
from minben.parties import actions as parties
from minben.parties.models import Party

from .cases import examining
from .town import Town

NAME = {"zh-hant": "用水許可證", "en": "Water permit"}
HOLDER = "王小明"


def holder() -> Party:
    return parties.register_person(SYSTEM, name=HOLDER, phone="13800138000")


def issued(case: Case, department: Department, party: Party, **more: object) -> Certificate:
    values: dict[str, object] = {
        "case_id": case.id,
        "case_number": case.number,
        "output": "permit",
        "name": NAME,
        "validity": {"zh-hant": "三年", "en": "Three years"},
        "party_id": party.id,
        "holder": party.name,
        "department": department,
        "language": "zh-hant",
    }
    return issue(SYSTEM, Order(**{**values, **more}))  # type: ignore[arg-type]


def ready(town: Town) -> Case:
    """Examined, and of a service that brings a certificate."""
    _service(town)
    case = examining(town)
    Case.objects.filter(pk=case.pk).update(party=holder())
    return Case.objects.get(pk=case.pk)


def _service(town: Town) -> None:
    """Its results are written while it is a draft; then it is published."""
    service = PublicService.objects.create(
        jurisdiction=town.jurisdiction, department=town.water, slug="water-connection"
    )
    version = ServiceVersion.objects.create(
        service=service, number=1, state="draft", name=NAME, promised_amount=7, promised_unit="1"
    )
    validity = {"zh-hant": "三年", "en": "Three years"}
    for order, (kind, code) in enumerate((("10", "water_permit"), ("20", "approval"))):
        Output.objects.create(
            version=version, order=order, kind=kind, code=code, name=NAME, validity=validity
        )
    ServiceVersion.objects.filter(pk=version.pk).update(state="published")


def granted(town: Town, officer: Actor | None = None) -> Case:
    case = ready(town)
    who = officer or town.actor(Role.OFFICER, town.water)
    application.decide(who, case.id, outcome="granted", text="准予用水。")
    return Case.objects.get(pk=case.pk)


def granted_too(town: Town) -> Case:
    """A second application that was granted."""
    case = examining(town)
    Case.objects.filter(pk=case.pk).update(party=Party.objects.first(), outcome="granted")
    return Case.objects.get(pk=case.pk)
