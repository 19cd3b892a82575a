"""Publish a draft: from now on it is what people read and what new cases are bound to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minben.catalog import indexing
from minben.catalog.checking import facts_of
from minben.catalog.events import ServicePublished
from minben.catalog.models import PublicService, ServiceVersion
from minben.catalog.rules import Finding, check
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Conflict, Invalid


def publish_version(
    actor: Actor,
    version: ServiceVersion,
    *,
    valid_until: dt.date | None = None,
    waive: Iterable[str] = (),
    reason: str = "",
) -> ServiceVersion:
    """Checks V01–V08, ends the version before it, makes it findable.

    ``waive`` names rules that are passed over (imports of what others published); that needs a ``reason``.
    Raises Invalid with a message by field, Conflict when it is no draft any more.
    """
    require(actor, "catalog.edit", version.service)
    waived = sorted(waive)
    if waived and not reason:
        raise Invalid(_("Say why the rules may be passed over."), fields={"reason": _("Give the reason.")})
    with transaction.atomic():
        service = PublicService.objects.select_for_update().get(id=version.service_id)
        draft = ServiceVersion.objects.select_for_update().get(id=version.id)
        if draft.state != ServiceVersion.State.DRAFT:
            raise Conflict(_("This version is no draft any more. Draft a new one."))
        _refuse_errors(check(facts_of(draft), waived=waived))
        day = timezone.now().astimezone(service.jurisdiction.zone).date()
        _end_the_one_before(service, day)
        draft.state, draft.valid_from, draft.valid_until = ServiceVersion.State.PUBLISHED, day, valid_until
        draft.published_at = timezone.now()
        draft.save(update_fields=["state", "valid_from", "valid_until", "published_at"])
        indexing.index_service(service)
        trail.wrote(
            actor,
            "catalog.version.published",
            subject=("service", service.id),
            after={"number": draft.number, "waived": waived},
            reason=reason,
        )
        announce(ServicePublished(service.id, slug=service.slug, number=draft.number))
    return draft


def _refuse_errors(findings: list[Finding]) -> None:
    errors = [found for found in findings if not found.warning]
    if errors:
        raise Invalid(
            _("The guide breaks %(count)d rules: %(rules)s.")
            % {"count": len(errors), "rules": ", ".join(found.rule for found in errors)},
            fields={found.field: found.message for found in errors},
        )


def _end_the_one_before(service: PublicService, day: dt.date) -> None:
    service.versions.filter(state=ServiceVersion.State.PUBLISHED).update(
        state=ServiceVersion.State.SUPERSEDED, valid_until=day
    )
