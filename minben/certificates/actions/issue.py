"""Make the paper, sign it, give it a number."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.certificates import rendering, signing
from minben.certificates.models import Certificate
from minben.certificates.orders import Order, drawn_up, paper_of
from minben.foundation.access.actor import Actor
from minben.foundation.audit import trail
from minben.foundation.files.actions import link, store
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Conflict

from .ending import end

Then = Callable[[Certificate], None]


def issue(
    actor: Actor,
    order: Order,
    *,
    edition: int = 1,
    earlier: Certificate | None = None,
    why: str = "",
    then: Then | None = None,
) -> Certificate:
    """The paper of this result or step: a new one, or the one that was issued before.

    Rendering and storing come first, outside of any transaction; then the new one is kept, the ``earlier`` one, whose
    place it takes, ends, and ``then`` is done with the new one, all or nothing. Raises RenderingFailed without typst or its
    font.
    """
    held = _held(order, edition)
    if held is not None:
        return held
    made = drawn_up(order, edition=edition, earlier=earlier)
    content = rendering.pdf(paper_of(order, made))
    document = store(actor, ContentFile(content, name=f"{made.number}.pdf"))
    return _kept(actor, order, made, document, content, why, then)


def _held(order: Order, edition: int) -> Certificate | None:
    return Certificate.objects.filter(case_id=order.case_id, output=order.output, edition=edition).first()


def _kept(
    actor: Actor,
    order: Order,
    made: Certificate,
    document: Document,
    content: bytes,
    why: str,
    then: Then | None,
) -> Certificate:
    """In one short transaction; whoever was faster wins, and the second file is swept as an orphan."""
    signed = signing.sign(content)
    made.document, made.digest = document, hashlib.sha256(content).hexdigest()
    made.signature, made.key_id, made.public_key = signed.signature, signed.key_id, signed.public_key
    with transaction.atomic():
        new = Certificate.objects.bulk_create([made], ignore_conflicts=True)
        held = _held(order, made.edition)
        assert held is not None
        if held.id != new[0].id:
            return held
        link([document])
        if made.replaces_id is not None:
            _end(actor, made.replaces_id, why)
        trail.wrote(
            actor,
            "letter.issued" if made.is_letter else "certificate.issued",
            subject=("certificate", made.id),
            case_id=made.case_id,
            after={"number": made.number, "digest": made.digest},
        )
        if then is not None:
            then(made)
    return made


def _end(actor: Actor, earlier_id: UUID, why: str) -> None:
    """Raises Conflict, which undoes the new one, when the earlier one was revoked or replaced meanwhile."""
    held = Certificate.objects.select_for_update(of=("self",)).get(pk=earlier_id)
    if not held.holds:
        raise Conflict(_("This certificate does not hold any more, so it cannot be replaced."))
    end(actor, held, Certificate.State.REPLACED, why)
