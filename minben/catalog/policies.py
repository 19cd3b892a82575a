"""Who may change what government offers. Reading it needs no policy: it is for everybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.policies import any_staff, declare, holds
from minben.foundation.access.roles import Role

declare(
    "catalog.edit",
    holds(Role.EDITOR),
    _("Only a catalogue editor may change the catalogue. Ask one, or ask for the role."),
)
declare("catalog.staff", any_staff, _("Sign in as staff to read what is meant for staff."))
