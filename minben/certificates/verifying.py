"""What anybody may learn of a certificate: whether it holds, what it is, who issued it and when. Never of whom."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from django.db.models import QuerySet

from minben.foundation.files.actions import read
from minben.foundation.records.errors import Missing, Refused

from . import numbers, signing
from .models import Certificate

GENUINE, REVOKED, REPLACED, EXPIRED, BROKEN = "genuine", "revoked", "replaced", "expired", "broken"


@dataclass(frozen=True)
class Verdict:
    """``word``: genuine, revoked, replaced, expired, or broken (what we keep of it was changed: ask the department)."""

    certificate: Certificate
    word: str


def by_token(token: str) -> Verdict | None:
    """What the address on the paper leads to."""
    return _judged(_rows().filter(token=token).first())


def by_number(number: str, code: str) -> Verdict | None:
    """What number and code lead to; None alike for a wrong number, a wrong code and one that does not exist."""
    asked = numbers.either(number)
    found = _rows().filter(number__in=asked).first() if asked else None
    right = numbers.code_for(found.token if found else "")
    same = hmac.compare_digest(right.encode(), numbers.clean_code(code).encode())
    return _judged(found) if found and same else None


def is_genuine(certificate: Certificate, content: bytes) -> bool:
    """Whether ``content`` is the PDF that was issued, byte by byte."""
    ours = signing.is_ours(certificate.key_id, certificate.public_key)
    return ours and signing.is_signed(content, certificate.signature, certificate.public_key)


def _rows() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("department", "document")


def _judged(certificate: Certificate | None) -> Verdict | None:
    if certificate is None:
        return None
    if certificate.revoked:
        return Verdict(certificate, REVOKED)
    if certificate.replaced:
        return Verdict(certificate, REPLACED)
    if _changed(certificate):
        return Verdict(certificate, BROKEN)
    return Verdict(certificate, EXPIRED if certificate.expired() else GENUINE)


def _changed(certificate: Certificate) -> bool:
    """Whether the PDF that we keep is not the one that was signed. One that was erased with its holder says nothing."""
    if certificate.document is None:
        return not signing.is_ours(certificate.key_id, certificate.public_key)
    try:
        with read(certificate.document) as file:
            return not is_genuine(certificate, file.read())
    except (Missing, Refused):
        return True
