"""Who may change how people sign in: the security administrator alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.policies import declare, holds, signed_in
from minben.foundation.access.roles import Role

declare(
    "identity.providers",
    holds(Role.SECURITY),
    _("Only the security administrator changes how people sign in."),
)
declare("identity.passkeys", signed_in, _("Sign in to see your passkeys."))
