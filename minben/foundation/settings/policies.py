"""Who may set what: the system administrator; everybody of the three sees it, and who changed what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.policies import declare, holds
from minben.foundation.access.roles import Role

declare(
    "settings.read",
    holds(Role.SYSTEM, Role.SECURITY, Role.AUDIT),
    _("Settings are for the three administrators."),
)
declare("settings.change", holds(Role.SYSTEM), _("Only the system administrator changes settings."))
