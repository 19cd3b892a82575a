"""Take a service off the site. Its cases keep their version."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minben.catalog import indexing
from minben.catalog.events import ServiceWithdrawn
from minben.catalog.models import PublicService, ServiceVersion
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Conflict, Invalid


def withdraw(actor: Actor, service: PublicService, *, reason: str) -> None:
    """Nobody can find or begin it any more. Raises Conflict when nothing of it is published."""
    require(actor, "catalog.edit", service)
    if not reason.strip():
        raise Invalid(_("Say why it is taken off."), fields={"reason": _("Give the reason.")})
    with transaction.atomic():
        PublicService.objects.select_for_update().get(id=service.id)
        day = timezone.now().astimezone(service.jurisdiction.zone).date()
        ended = service.versions.filter(state=ServiceVersion.State.PUBLISHED).update(
            state=ServiceVersion.State.WITHDRAWN, valid_until=day
        )
        if not ended:
            raise Conflict(_("This service is not published."))
        indexing.forget("service", service.id)
        trail.wrote(actor, "catalog.service.withdrawn", subject=("service", service.id), reason=reason)
        announce(ServiceWithdrawn(service.id, slug=service.slug))
