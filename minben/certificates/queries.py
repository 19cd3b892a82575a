"""Papers of a case, certificates and letters, for those who may read the case."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Missing

from .models import Certificate


def papers_of(case_id: UUID) -> list[Certificate]:
    """Certificates and letters, the newest last."""
    return list(Certificate.objects.select_related("document").filter(case_id=case_id).order_by("id"))


def certificate_of(case_id: UUID, certificate_id: UUID) -> Certificate:
    """Raises Missing for one of another case."""
    found = Certificate.objects.filter(case_id=case_id, pk=certificate_id).first()
    if found is None:
        raise Missing(_("There is no such certificate."))
    return found
