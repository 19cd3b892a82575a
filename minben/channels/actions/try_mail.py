"""A test message to oneself, with the settings of mail as they hold."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minben.channels.adapters import Parcel, Result, adapter_for
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.options.policies import SYSTEM
from minben.foundation.records.errors import Invalid
from minben.foundation.records.ids import new_id


def try_mail(actor: Actor, address: str) -> Result:
    """Hand one message over at once and tell what the server said. Call outside a transaction: it waits for the server.

    The caller gives the actor's own address: nobody else is written to for a test. Raises Invalid without one.
    """
    require(actor, SYSTEM)
    carrier = adapter_for("mail")
    if not address or carrier is None:
        raise Invalid(_("Your account has no e-mail address to write to."))
    parcel = Parcel(
        new_id(),
        "mail",
        address,
        _("Test message"),
        _("Mail works: this message was sent from the settings page."),
        get_language() or "zh-hant",
    )
    result = carrier.carry([parcel])[0]
    after = {"accepted": result.accepted, "why": result.why}
    trail.wrote(actor, "settings.mail.tried", subject=("settings", parcel.id), after=after)
    return result
