"""Who may change what the installation runs by: the administrator whose duty it is, and no other."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.policies import declare, holds
from minben.foundation.access.roles import Role

SYSTEM = "options.system"
declare(
    SYSTEM,
    holds(Role.SYSTEM),
    _("Only the system administrator changes the settings of this installation."),
)
