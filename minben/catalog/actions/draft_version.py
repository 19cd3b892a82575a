"""Draft the next version of a guide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from minben.agencies.models import Office
from minben.catalog import guide as guides
from minben.catalog.models import (
    Cost,
    Faq,
    LegalBasis,
    LegalResource,
    Material,
    Output,
    PublicService,
    ServiceVersion,
    Signer,
    Step,
)
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid

MODELS: dict[str, type[Model]] = {
    "steps": Step,
    "materials": Material,
    "costs": Cost,
    "outputs": Output,
    "faqs": Faq,
    "legal_bases": LegalBasis,
    "signers": Signer,
}


def draft_version(
    actor: Actor, service: PublicService, content: guides.Guide | Mapping[str, Any]
) -> ServiceVersion:
    """A draft with the next number. Raises Invalid naming every wrong place, unknown laws and offices."""
    require(actor, "catalog.edit", service)
    guide = content if isinstance(content, guides.Guide) else guides.read(content)
    laws, places = _laws(guide), _places(guide)
    with transaction.atomic():
        PublicService.objects.select_for_update().get(id=service.id)
        version = ServiceVersion.objects.create(
            service=service, number=_next_number(service), digest=guide.digest, **guide.values
        )
        _write_parts(version, guide, laws)
        version.places.set(places)
        trail.wrote(
            actor,
            "catalog.version.drafted",
            subject=("service", service.id),
            after={"number": version.number, "digest": guide.digest},
        )
    return version


def _next_number(service: PublicService) -> int:
    highest = service.versions.aggregate(top=Max("number"))["top"]
    return (highest or 0) + 1


def _write_parts(version: ServiceVersion, guide: guides.Guide, laws: Mapping[str, LegalResource]) -> None:
    for name, model in MODELS.items():
        rows = [_row(model, version, order, part, laws) for order, part in enumerate(guide.parts[name])]
        model._default_manager.bulk_create(rows)


def _row(
    model: type[Model],
    version: ServiceVersion,
    order: int,
    part: Mapping[str, Any],
    laws: Mapping[str, LegalResource],
) -> Model:
    own = {name: value for name, value in part.items() if name != "law"}
    law = {"law": laws[part["law"]]} if part.get("law") else {}
    return model(version=version, order=order, **own, **law)


def _laws(guide: guides.Guide) -> dict[str, LegalResource]:
    found = {law.slug: law for law in LegalResource.objects.filter(slug__in=guide.laws)}
    missing = ", ".join(sorted(guide.laws - set(found)))
    if missing:
        message = _("These laws are not recorded yet: %(slugs)s. Record them first.") % {"slugs": missing}
        raise Invalid(message, fields={"legal_bases": message})
    return found


def _places(guide: guides.Guide) -> list[Office]:
    found = list(Office.objects.filter(code__in=guide.places))
    missing = ", ".join(sorted(set(guide.places) - {office.code for office in found}))
    if missing:
        message = _("These offices are not known: %(codes)s. Open them first.") % {"codes": missing}
        raise Invalid(message, fields={"places": message})
    return found
