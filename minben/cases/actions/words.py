"""What a clerk typed and has not sent yet: kept sealed on the server for 30 days, one for each form and person.

It belongs to the account, so it outlives the session, the browser and the machine.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from minben.cases.models import Draft
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require

from .draft import KEPT, contents, sealed

MARK = "desk:"
WORDS, GONE = "words", "gone"


@dataclass(frozen=True)
class Kept:
    """``gone``: it was discarded and can still be brought back."""

    words: dict[str, str]
    at: dt.datetime
    gone: bool


def keep_words(actor: Actor, form: str, words: Mapping[str, str]) -> Kept:
    """Keep what is typed; the newest words win."""
    require(actor, "desk.open")
    return _put(actor, form, dict(words), gone=False)


def words_kept(actor: Actor, form: str) -> Kept | None:
    """What was kept of this form, also when it was discarded."""
    row = Draft.objects.filter(token=_token(actor, form), saved_at__gte=timezone.now() - KEPT).first()
    if row is None:
        return None
    data = contents(row)
    return Kept(data.get(WORDS, {}), row.saved_at, bool(data.get(GONE)))


def discard_words(actor: Actor, form: str, *, gone: bool = True) -> None:
    """Put what was kept aside, or bring it back."""
    kept = words_kept(actor, form)
    if kept is not None:
        _put(actor, form, kept.words, gone=gone)


def forget_words(actor: Actor, form: str) -> None:
    """It was sent: nothing of it stays."""
    Draft.objects.filter(token=_token(actor, form)).delete()


def _put(actor: Actor, form: str, words: dict[str, str], *, gone: bool) -> Kept:
    row, _new = Draft.objects.get_or_create(
        token=_token(actor, form), defaults={"form": f"{MARK}{form}"[:80], "account_id": actor.account_id}
    )
    row.data = sealed(row.id, {WORDS: words, GONE: gone})
    row.save(update_fields=["data", "saved_at"])
    return Kept(words, row.saved_at, gone)


def _token(actor: Actor, form: str) -> str:
    """The same person and form have the same row."""
    return hashlib.blake2b(f"{MARK}{actor.account_id}:{form}".encode(), digest_size=16).hexdigest()
