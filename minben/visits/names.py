"""What things of an office are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from minben.catalog.models import ServiceVersion
from minben.foundation.records.translated import localized


def service_names(ids: Iterable[UUID | None], language: str | None = None) -> dict[UUID | None, str]:
    """By service, as the guide that is published calls it; None is everything else. One statement, none for nothing."""
    wanted = {one for one in ids if one is not None}
    found: dict[UUID | None, str] = {None: _("Something else")}
    if not wanted:
        return found
    rows = ServiceVersion.objects.filter(service_id__in=wanted).order_by("service_id", "number")
    shown = rows.filter(state__in=[ServiceVersion.State.PUBLISHED, ServiceVersion.State.WITHDRAWN])
    names = shown.values_list("service_id", "name")
    return found | {key: str(localized(name, language)) for key, name in names}
