"""The party an action is about, locked until the action's transaction ends."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Conflict, Missing
from minben.parties.models import Party


def locked(party_id: UUID) -> Party:
    """Raises Missing for an unknown key, Conflict for an erased party. Call inside a transaction."""
    party = Party.objects.select_for_update(of=("self",)).filter(id=party_id).first()
    if party is None:
        raise Missing(_("There is no such person or organisation."))
    if party.state == Party.State.ERASED:
        raise Conflict(_("This record was erased and cannot be changed."))
    return party
