"""Which drawn process the applications for a service go."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.catalog.models import PublicService
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Missing
from minben.processes.models import Definition, Version


def choose_process(actor: Actor, service_id: uuid.UUID, key: str) -> PublicService:
    """New applications for the service take the published version of this process; "" is that of all applications.

    Applications that run already stay on theirs. Raises Missing, Invalid for a key under which nothing is published.
    """
    require(actor, "process.publish")
    if key and not _published(key):
        raise Invalid(
            _("Nothing is published under this key yet."), fields={"service": _("Publish the process first.")}
        )
    with transaction.atomic():
        service = PublicService.objects.select_for_update().filter(pk=service_id).first()
        if service is None:
            raise Missing(_("There is no such service."))
        before, service.process_key = service.process_key, key
        service.save(update_fields=["process_key"])
        trail.wrote(
            actor,
            "service.process",
            subject=("service", service.id),
            before={"process_key": before},
            after={"process_key": key},
        )
    return service


def _published(key: str) -> bool:
    kind = Definition.Kind.PROCESS
    return Version.objects.filter(
        definition__key=key, definition__kind=kind, state=Version.State.PUBLISHED
    ).exists()
