"""Who may change what government offers. Reading it needs no policy: it is for everybody."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import any_staff, declare, holds
from minben.foundation.access.roles import Role

declare(
    "catalog.edit",
    holds(Role.EDITOR),
    _("Only a catalogue editor may change the catalogue. Ask one, or ask for the role."),
)


def _second_person(actor: Actor, edition: Any) -> bool:
    """An editor who wrote no word of it; the address itself asks without an edition."""
    if not holds(Role.EDITOR)(actor, edition):
        return False
    return edition is None or (actor.staff_id is not None and actor.staff_id not in edition.writers)


declare(
    "catalog.approve",
    _second_person,
    _("Who wrote a text may not approve it. Ask another catalogue editor to read it."),
)
declare("catalog.staff", any_staff, _("Sign in as staff to read what is meant for staff."))
declare(
    "catalog.route",
    holds(Role.SYSTEM),
    _("Only the system administrator says which department gets which requests."),
)
