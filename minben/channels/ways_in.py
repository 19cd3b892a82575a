"""Whoever owns an account is told when a way into it came or went (OWASP ASVS 2.2.3, 2.5.5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from minben.agencies.queries import city_name
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.models import Account
from minben.foundation.identity.events import Way, WayInChanged
from minben.foundation.records.errors import Text

from .actions import send

NOTICE = "way_in_changed"
TEXTS: dict[Way, Text] = {
    Way.PASSKEY_ADDED: _("A passkey was added."),
    Way.PASSKEY_REMOVED: _("A passkey was removed."),
    Way.PASSWORD_CHANGED: _("The password was changed."),
    Way.PASSWORD_RENEWED: _("The security administrator made a new first password."),
    Way.AUTHENTICATOR_PAIRED: _("An authenticator was paired, and recovery codes were made."),
    Way.SECOND_STEP_RESET: _(
        "The security administrator took away authenticator, passkeys and recovery codes."
    ),
    Way.CODE_SHOWN_AGAIN: _(
        "Somebody tried a code of your authenticator that was used already. It was refused."
    ),
    Way.PROVIDER_TIED: _("A sign-in provider was tied to the account."),
}


def tell_owner(event: WayInChanged) -> None:
    """By the account's own address, at once. No answer to somebody without one (an account of a provider)."""
    account = Account.objects.filter(pk=event.subject_id).first()
    to = (account.email or account.phone) if account is not None else None
    if account is None or not to:
        return
    with override(account.language):
        said = {"text": str(TEXTS[event.what]), "city": city_name()}
    send(SYSTEM, NOTICE, kind="statutory", to=to, language=account.language, variables=said)
