"""Make the paper, sign it, give it a number."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from minben.certificates import rendering, signing
from minben.certificates.models import Certificate
from minben.certificates.orders import Order, drawn_up, paper_of
from minben.foundation.access.actor import Actor
from minben.foundation.audit import trail
from minben.foundation.files.actions import link, store
from minben.foundation.files.models import Document


def issue(actor: Actor, order: Order, *, edition: int = 1) -> Certificate:
    """The paper of this result or step: a new one, or the one that was issued before.

    Rendering and storing come first, outside of any transaction. Raises RenderingFailed without typst or its font.
    """
    held = _held(order, edition)
    if held is not None:
        return held
    made = drawn_up(order, edition=edition)
    content = rendering.pdf(paper_of(order, made))
    document = store(actor, ContentFile(content, name=f"{made.number}.pdf"))
    return _kept(actor, order, made, document, content)


def _held(order: Order, edition: int) -> Certificate | None:
    return Certificate.objects.filter(case_id=order.case_id, output=order.output, edition=edition).first()


def _kept(actor: Actor, order: Order, made: Certificate, document: Document, content: bytes) -> Certificate:
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
        trail.wrote(
            actor,
            "letter.issued" if made.is_letter else "certificate.issued",
            subject=("certificate", made.id),
            case_id=made.case_id,
            after={"number": made.number, "digest": made.digest},
        )
    return made
