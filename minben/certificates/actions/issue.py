"""Make the paper, sign it, give it a number."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from minben.agencies.models import Department
from minben.agencies.queries import place_name
from minben.certificates import numbers, rendering, signing
from minben.certificates.models import Certificate
from minben.certificates.validity import last_day
from minben.foundation.access.actor import Actor
from minben.foundation.audit import trail
from minben.foundation.files.actions import link, store
from minben.foundation.files.models import Document
from minben.foundation.records.translated import localized


@dataclass(frozen=True)
class Order:
    """What is to be issued. ``output`` names it among what comes of the case; ``holder`` goes into the PDF alone."""

    case_id: UUID
    case_number: str
    output: str
    name: Mapping[str, str]
    validity: Mapping[str, str]
    party_id: UUID
    holder: str
    department: Department
    language: str
    service_version_id: UUID | None = None
    decided_by: UUID | None = None
    template: str = "certificate"


def issue(actor: Actor, order: Order) -> Certificate:
    """The certificate of this result: a new one, or the one that was issued before.

    Rendering and storing come first, outside of any transaction. Raises RenderingFailed without typst or its font.
    """
    held = _held(order)
    if held is not None:
        return held
    made = _drawn_up(order)
    content = rendering.pdf(_paper(order, made))
    document = store(actor, ContentFile(content, name=f"{made.number}.pdf"))
    return _kept(actor, order, made, document, content)


def _held(order: Order) -> Certificate | None:
    return Certificate.objects.filter(case_id=order.case_id, output=order.output).first()


def _drawn_up(order: Order) -> Certificate:
    now = timezone.now()
    today = now.astimezone(order.department.jurisdiction.zone).date()
    return Certificate(
        number=numbers.next_number(today.year),
        case_id=order.case_id,
        output=order.output,
        party_id=order.party_id,
        department=order.department,
        service_version_id=order.service_version_id,
        decided_by=order.decided_by,
        name=dict(order.name),
        issued_at=now,
        valid_until=last_day(order.validity, today),
        token=numbers.new_token(),
    )


def _kept(actor: Actor, order: Order, made: Certificate, document: Document, content: bytes) -> Certificate:
    """In one short transaction; whoever was faster wins, and the second file is swept as an orphan."""
    signed = signing.sign(content)
    made.document, made.digest = document, hashlib.sha256(content).hexdigest()
    made.signature, made.key_id, made.public_key = signed.signature, signed.key_id, signed.public_key
    with transaction.atomic():
        new = Certificate.objects.bulk_create([made], ignore_conflicts=True)
        held = _held(order)
        assert held is not None
        if held.id != new[0].id:
            return held
        link([document])
        trail.wrote(
            actor,
            "certificate.issued",
            subject=("certificate", made.id),
            case_id=made.case_id,
            after={"number": made.number, "digest": made.digest},
        )
    return made


def address_of(certificate: Certificate, language: str = "") -> str:
    """The page that anybody can check it at."""
    prefix = "" if language in {"", settings.LANGUAGE_CODE} else f"/{language}"
    return f"{settings.PUBLIC_URL}{prefix}/v/{certificate.token}/"


def _paper(order: Order, made: Certificate) -> rendering.Paper:
    with translation.override(order.language):
        return rendering.Paper(
            template=order.template,
            language=order.language,
            title=str(localized(made.name)),
            city=place_name(order.department.jurisdiction, order.language),
            department=str(localized(order.department.name)),
            date=_day(made.issued_at.astimezone(order.department.jurisdiction.zone).date()),
            lines=_lines(order, made),
            check=gettext("Anybody can check here that this paper is genuine:"),
            address=address_of(made, order.language),
            proof=gettext("Number %(number)s, code %(code)s")
            % {"number": made.number, "code": numbers.code_for(made.token)},
        )


def _lines(order: Order, made: Certificate) -> tuple[tuple[str, str], ...]:
    words = str(localized(order.validity)) if order.validity else ""
    until = _day(made.valid_until) if made.valid_until else words
    told = (
        (pgettext("on a certificate", "Holder"), order.holder),
        (pgettext("on a certificate", "Number"), made.number),
        (pgettext("on a certificate", "Case"), order.case_number),
        (pgettext("on a certificate", "Valid until"), until),
    )
    return tuple(line for line in told if line[1])


def _day(day: dt.date) -> str:
    return str(date_format(day, "DATE_FORMAT"))
