"""Who may send, stop sending, and look at what was sent."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.policies import declare, holds
from minben.foundation.access.roles import CASE_ROLES, Role

from .gate import Kind


def _may_send(actor: Actor, subject: Any) -> bool:
    """Staff and machines; the public causes only answers to what they did themselves, never policy or emergency."""
    if actor.kind in {ActorKind.PUBLIC, ActorKind.ANONYMOUS}:
        return subject in {Kind.CODE, Kind.SERVICE, Kind.STATUTORY}
    return True


declare("message.send", _may_send, _("You may not send messages of this kind."))
declare(
    "message.suppress",
    holds(Role.AGENT, Role.OFFICER, Role.SUPERVISOR, Role.PLANNER, Role.PROTECTION),
    _("Addresses are closed or opened again by staff who work on requests."),
)
declare("message.templates", holds(Role.EDITOR, Role.PLANNER, Role.SYSTEM))
declare(
    "message.outbox",
    holds(*CASE_ROLES, Role.PLANNER, Role.SYSTEM),
    _("The outbox is for staff who work on requests and for the system administrator."),
)
declare(
    "message.words",
    holds(*CASE_ROLES, Role.PLANNER),
    _("You see that messages were sent, not what they say."),
)
