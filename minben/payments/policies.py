"""Who may demand, waive and refund. Which case somebody may decide on is asked by the cases."""

from __future__ import annotations

from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.policies import anyone, declare
from minben.foundation.access.roles import Role


def _decides(actor: Actor, _subject: object) -> bool:
    return actor.kind == ActorKind.SYSTEM or (
        actor.kind == ActorKind.STAFF and actor.has(Role.OFFICER, Role.SUPERVISOR)
    )


declare("payment.demand", anyone)
declare("payment.pay", anyone)
declare("payment.hear", anyone)
declare("payment.waive", _decides)
declare("payment.refund", _decides)
