"""Who may draw, publish and mend processes."""

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.policies import declare, holds
from minben.foundation.access.roles import Role

declare(
    "process.design",
    holds(Role.EDITOR),
    _("Processes are drawn by catalogue editors."),
)
declare(
    "process.publish",
    holds(Role.EDITOR),
    _("Processes are published by catalogue editors."),
)
declare(
    "process.mend",
    holds(Role.SUPERVISOR),
    _("A process that is stuck is mended by supervisors."),
)
