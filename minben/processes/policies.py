"""Who may draw, publish and mend processes."""

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.policies import declare, holds
from minben.foundation.access.roles import Role

declare(
    "process.design",
    holds(Role.EDITOR, Role.SYSTEM),
    _("Processes are drawn by catalogue editors and the system administrator."),
)
declare(
    "process.publish",
    holds(Role.EDITOR, Role.SYSTEM),
    _("Processes are published by catalogue editors and the system administrator."),
)
declare(
    "process.mend",
    holds(Role.SUPERVISOR, Role.SYSTEM),
    _("A process that is stuck is mended by supervisors and the system administrator."),
)
