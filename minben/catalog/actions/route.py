"""Where requests go: the categories that name a department, and the services that it answers for."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.catalog.models import Category, Edition, PublicService
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text

_AWAY = (Edition.State.IN_REVIEW, Edition.State.APPROVED, Edition.State.SCHEDULED)


@transaction.atomic
def route_categories(actor: Actor, department: Department, codes: Collection[str]) -> int:
    """Requests of exactly these categories are suggested for ``department``; returns how many changed.

    One that is left out names nobody afterwards. A category of another department changes hands.
    """
    require(actor, "catalog.route", department)
    _open(department)
    rows = list(Category.objects.select_for_update().filter(tree="hotline", active=True))
    if unknown := set(codes) - {row.code for row in rows}:
        text = _("There is no category %(code)s any more.") % {"code": min(unknown)}
        raise Invalid(text, fields={"categories": text})
    changed = [row for row in rows if (row.code in codes) != (row.department_code == department.code)]
    for row in changed:
        send_category(actor, row, department.code if row.code in codes else "")
    return len(changed)


def send_category(actor: Actor, category: Category, code: str) -> None:
    """Change where requests of one category go, inside the caller's transaction."""
    before, category.department_code = category.department_code, code
    category.save(update_fields=["department_code"])
    trail.wrote(
        actor,
        "catalog.category.routed",
        subject=("category", category.id),
        before={"department": before},
        after={"department": code},
    )


@transaction.atomic
def take_over_service(actor: Actor, department: Department, service_id: uuid.UUID) -> PublicService:
    """From now on new applications for the service go to ``department``; those that are under way stay.

    Raises Conflict where it is there already, Invalid while somebody reviews a text that says otherwise.
    """
    require(actor, "catalog.route", department)
    _open(department)
    held = PublicService.objects.select_for_update(of=("self",)).select_related("department")
    service = held.filter(id=service_id).first()
    if service is None:
        raise Missing(_("There is no such service."))
    if service.department_id == department.id:
        raise Conflict(_("This service is here already."))
    drafts = Edition.objects.filter(kind=Edition.Kind.SERVICE, key=service.slug)
    if drafts.filter(state__in=_AWAY).exists():
        raise _invalid(
            _("A text of this service is being reviewed and names its department. Let it be published first.")
        )
    send_service(actor, service, department)
    return service


def send_service(actor: Actor, service: PublicService, department: Department) -> None:
    """Give one service to another department, and what is drafted of it, inside the caller's transaction."""
    before = service.department_id
    service.department, service.jurisdiction_id = department, department.jurisdiction_id
    service.save(update_fields=["department", "jurisdiction"])
    drafts = Edition.objects.filter(
        kind=Edition.Kind.SERVICE, key=service.slug, state=Edition.State.DRAFT
    ).select_for_update()
    for draft in drafts:
        draft.content = {**draft.content, "department": department.code}
        draft.department = department
        draft.save(update_fields=["content", "department"])
    trail.wrote(
        actor,
        "catalog.service.routed",
        subject=("service", service.id),
        before={"department": before},
        after={"department": department.id},
    )


def _open(department: Department) -> None:
    if not department.active:
        raise Conflict(_("This department is closed. Nothing is sent there any more."))


def _invalid(text: Text) -> Invalid:
    return Invalid(text, fields={"service": text})
