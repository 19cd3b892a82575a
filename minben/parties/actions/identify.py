"""Identity numbers: encrypted, found by blind index, shown in full only with a reason (DESIGN §4.7)."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from minben.foundation import keys
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.ids import new_id
from minben.parties.models import Identifier
from minben.parties.numbers import normalise
from minben.parties.queries import group_ids

from .locking import locked

MODEL, FIELD = "parties.Identifier", "cipher"


def new_identifier(
    party_id: UUID, *, kind: str, number: str, verified: bool = False, source: str = ""
) -> Identifier:
    """An unsaved identifier, normalised and encrypted: for bulk loads. Raises Invalid as :func:`add_identifier`."""
    value, key = normalise(kind, number), new_id()
    return Identifier(
        id=key,
        party_id=party_id,
        kind=kind,
        cipher=keys.encrypt(value, model=MODEL, field=FIELD, row_id=key),
        blind=keys.blind(kind, value),
        tail=value[-4:] if len(value) >= 8 else value[-1:],
        verified=verified,
        source=source[:40],
    )


@transaction.atomic
def add_identifier(
    actor: Actor,
    party_id: UUID,
    *,
    kind: str,
    number: str,
    verified: bool = False,
    source: str = "",
    new: bool = False,
) -> Identifier:
    """Add a number after checking it (Invalid at ``number`` says what is wrong).

    Two parties may carry one number: that is for matching to see, not a refusal. ``new`` says that the party was
    made in this transaction.
    """
    require(actor, "party.register" if new else "party.write", party_id)
    if not new:
        locked(party_id)
    row = new_identifier(party_id, kind=kind, number=number, verified=verified, source=source)
    value = normalise(kind, number)
    if Identifier.objects.filter(party_id=party_id, kind=kind, blind__in=keys.blinds(kind, value)).exists():
        raise Conflict(_("This number is already on the record."))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("This number is already on the record.")) from error
    trail.wrote(actor, "party.identifier.added", subject=("party", party_id), after={kind: value})
    return row


def number_for_a_form(actor: Actor, identifier_id: UUID, *, party_id: UUID) -> str:
    """The number in full for a form that is filled in for its person: put there unseen, so no reason is asked for.

    The use is on record all the same. Raises Missing for a number that is not of this customer.
    """
    require(actor, "party.write", party_id)
    row = Identifier.objects.filter(id=identifier_id, party_id__in=group_ids(party_id)).first()
    if row is None:
        raise Missing(_("There is no such number."))
    trail.saw(actor, "party.identifier.used", kind="party", ids=[row.party_id])
    return keys.decrypt(bytes(row.cipher), model=MODEL, field=FIELD, row_id=row.id)


@transaction.atomic
def reveal_identifier(actor: Actor, identifier_id: UUID, reason: str, *, case_id: UUID | None = None) -> str:
    """The number in full. The reason is asked for and kept with the read (DESIGN §4.5, §4.7)."""
    row = Identifier.objects.filter(id=identifier_id).first()
    if row is None:
        raise Missing(_("There is no such number."))
    require(actor, "party.reveal", row.party_id)
    text = " ".join(reason.split())
    if len(text) < 4:
        message = _("Say why you need to see the whole number.")
        raise Invalid(message, fields={"reason": message})
    trail.saw(actor, "party.identifier", kind="party", ids=[row.party_id], case_id=case_id, reason=text)
    return keys.decrypt(bytes(row.cipher), model=MODEL, field=FIELD, row_id=row.id)
