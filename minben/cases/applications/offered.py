"""What can be applied for now, as one form: a service as it is published, or the chosen services of a life event."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from minben.catalog import queries as catalogue
from minben.catalog.forms import Question, parse
from minben.catalog.models import Material, ServiceVersion
from minben.catalog.queries.bundles import Bundle, bundle
from minben.foundation.records.errors import Invalid, Missing
from minben.foundation.records.texts import listed

from .matter import BUNDLE, FROM_GOVERNMENT, SERVICE, Matter, MatterPart
from .one_form import headed, once_for_all

CHOSEN = "chosen"
"""Under this name a draft keeps which services of a life event it is for."""


def of_service(version: ServiceVersion) -> Matter:
    """Raises Missing when the service has no form."""
    if not version.form:
        raise Missing(_("This service cannot be applied for online yet. The guide says where to go."))
    materials = {m.code: m for m in version.materials.all() if m.code}
    return Matter(version.name, _asked(parse(version.form), materials), (version,), materials=materials)


def of_bundle(found: Bundle, keys: Collection[str]) -> Matter:
    """The one form of the services that were chosen. Raises Invalid at ``services`` when none of them is offered."""
    chosen, merged, materials = found.chosen(keys), found.form(keys), found.materials(keys)
    if not chosen:
        said = _("Choose at least one.")
        raise Invalid(said, fields={"services": said})
    asked, places = once_for_all(
        merged.questions, [(one.version, merged.places[one.key]) for one in chosen], found.event
    )
    parts = tuple(
        MatterPart(one.key, one.version, tuple(sorted(one.part.after)), own)
        for one, own in zip(chosen, places, strict=True)
    )
    questions = _asked(headed(asked, [(part.version, part.places) for part in parts]), materials)
    versions = tuple(one.version for one in chosen)
    return Matter(found.event.name, questions, versions, found.event, parts, materials)


def of_services(found: Bundle, keys: Collection[str]) -> Matter:
    """As :func:`of_bundle`, for keys that somebody wrote. Raises Invalid at ``services`` for one that is not among them."""
    unknown = sorted(set(keys) - {one.key for one in found.offered})
    if unknown:
        said = _("This life event has no such service to apply for: %(names)s.") % {"names": listed(unknown)}
        raise Invalid(said, fields={"services": said})
    return of_bundle(found, keys)


def of_form(form: str, data: Mapping[str, Any]) -> Matter:
    """What a draft is for, as it is published now. Raises Missing for another form, or for what is not offered any more."""
    if form.startswith(SERVICE):
        return of_service(catalogue.form_of(form.removeprefix(SERVICE)))
    if not form.startswith(BUNDLE):
        raise Missing(_("There is no such form here. It was given up, or not touched for 30 days."))
    try:
        return of_bundle(bundle(form.removeprefix(BUNDLE)), data.get(CHOSEN, []))
    except Invalid as none_left:
        raise Missing(_("There is no such application.")) from none_left


def _asked(questions: tuple[Question, ...], materials: Mapping[str, Material]) -> tuple[Question, ...]:
    """As they are demanded: a material that government fetches itself never is (免提交)."""
    fetched = {code for code, material in materials.items() if material.source == FROM_GOVERNMENT}
    return tuple(dataclasses.replace(q, required=False) if q.material in fetched else q for q in questions)
