"""Who may look through the trail (GB/T 22239-2019, level 3: audit apart from system and security administration)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.policies import declare, holds
from minben.foundation.access.roles import Role

declare("audit.search", holds(Role.AUDIT), _("Only the audit administrator looks through the trail."))
