"""The smallest service that can be applied for."""

from __future__ import annotations

from minben.agencies.models import Department
from minben.catalog.models import PublicService, ServiceVersion


def published_service(department: Department, *, slug: str = "water-connection") -> ServiceVersion:
    service, _new = PublicService.objects.get_or_create(
        jurisdiction=department.jurisdiction, department=department, slug=slug
    )
    version, _made = ServiceVersion.objects.get_or_create(
        service=service,
        number=1,
        defaults={
            "state": ServiceVersion.State.PUBLISHED,
            "name": {"zh-hant": "用水報裝", "en": "Water connection"},
            "promised_amount": 7,
            "promised_unit": "1",
        },
    )
    return version
