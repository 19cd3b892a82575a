"""Naming the providers by which people sign in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.foundation import keys
from minben.foundation.access.actor import Actor, Assurance
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.identity import outside
from minben.foundation.identity.models import Door, Provider
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text

DOMAIN = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
CODE = re.compile(r"^[a-z][a-z0-9-]{1,39}$")


def all_providers() -> list[Provider]:
    return list(Provider.objects.order_by("door", "code"))


def provider(provider_id: UUID) -> Provider:
    found = Provider.objects.filter(id=provider_id).first()
    if found is None:
        raise Missing(_("There is no such way to sign in."))
    return found


@transaction.atomic
def keep_provider(
    actor: Actor, held: Provider | None, given: Mapping[str, Any], *, secret: str = "", version: int = 0
) -> Provider:
    """Name a new provider, or correct one. An empty ``secret`` leaves the one there is.

    Raises Invalid at the field, Conflict when somebody else corrected it meanwhile.
    """
    require(actor, "identity.providers")
    row = _locked(held, version)
    values = {name: given[name] for name in Provider.SHOWN if name in given}
    _check(row, values)
    before = row.shown() if held else {}
    for name, value in values.items():
        setattr(row, name, value)
    if secret:
        row.secret = keys.encrypt(secret, model="identity.Provider", field="secret", row_id=row.id)
    row.version += 1 if held else 0
    row.save()
    after = {**row.shown(), **({"secret": secret} if secret else {})}
    trail.wrote(actor, "identity.provider.kept", subject=("provider", row.id), before=before, after=after)
    return row


def _locked(held: Provider | None, version: int) -> Provider:
    if held is None:
        return Provider()
    row = Provider.objects.select_for_update().get(id=held.id)
    if version and row.version != version:
        raise Conflict(_("Somebody else changed this meanwhile. Look at it again."))
    return row


def _check(row: Provider, values: Mapping[str, Any]) -> None:
    code = str(values.get("code", row.code))
    if not CODE.match(code):
        raise _at("code", _("A short code: small letters, figures and hyphens, beginning with a letter."))
    if Provider.objects.filter(code=code).exclude(id=row.id).exists():
        raise _at("code", _("Another provider has this code."))
    if values.get("door", row.door) not in Door.values:
        raise _at("door", _("Choose the door."))
    try:
        outside.check_address(str(values.get("issuer", row.issuer)))
    except Invalid as problem:
        raise _at("issuer", problem.message) from problem
    for domain in values.get("domains", []):
        if not DOMAIN.match(domain):
            raise _at("domains", _("Write domains like example.org, one a line."))
    if set(values.get("assurance_levels", {}).values()) - {level.value for level in Assurance}:
        raise _at(
            "assurance_levels", _("Write lines like “value = real_name”; levels: none, contact, real_name.")
        )


def _at(field: str, text: Text) -> Invalid:
    return Invalid(text, fields={field: text})
