"""Services that a department answers for: it cannot be closed while the public is sent to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.agencies.leaning import leans
from minben.agencies.models import Department

from .models import PublicService, ServiceVersion


def _services(department: Department) -> int:
    offered = ServiceVersion.objects.filter(state=ServiceVersion.State.PUBLISHED).values("service_id")
    return PublicService.objects.filter(department=department, id__in=offered).count()


leans("services", _("Services in the catalogue"), _services)
