"""What every verb of an edition has in common: policy, lock, state, version; then history and trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minben.catalog.models import Edition, EditionStep
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing

OPEN = frozenset({"draft", "in_review", "approved", "scheduled"})


@contextmanager
def step(
    actor: Actor,
    edition_id: UUID,
    verb: str,
    *,
    states: frozenset[str] | set[str],
    policy: str = "catalog.edit",
    words: str = "",
    section: str = "",
) -> Iterator[Edition]:
    """Lock the edition, let the caller change it, save it, write its history and the trail.

    Raises Missing, Refused, and Conflict when its state does not allow ``verb`` any more.
    """
    with transaction.atomic():
        edition = Edition.objects.select_for_update().filter(id=edition_id).first()
        if edition is None:
            raise Missing(_("There is no such draft."))
        require(actor, policy, edition)
        if edition.state not in states:
            raise Conflict(
                _("This is not possible any more: the text is “%(state)s” now. Load the page again.")
                % {"state": edition.get_state_display()}
            )
        before = edition.state
        yield edition
        edition.version += 1
        edition.changed_at = timezone.now()
        edition.save()
        record(actor, edition, verb, words=words, section=section, before=before)


def record(
    actor: Actor, edition: Edition, verb: str, *, words: str = "", section: str = "", before: str = ""
) -> None:
    """One line of the edition's history and one of the trail."""
    EditionStep.objects.create(
        edition=edition,
        verb=verb,
        version=edition.version,
        by=actor.staff_id,
        name=actor.name[:120],
        section=section[:40],
        words=words,
    )
    trail.wrote(
        actor,
        f"catalog.edition.{verb}",
        subject=("edition", edition.id),
        before={"state": before},
        after={"state": edition.state, "version": edition.version, "section": section},
        reason=words,
    )
