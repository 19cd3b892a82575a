"""What is to be issued, and the words that stand on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from minben.agencies.models import Department
from minben.agencies.queries import place_name
from minben.foundation.records.translated import localized

from . import numbers, rendering
from .models import Certificate
from .validity import last_day


@dataclass(frozen=True)
class Letter:
    """What makes a paper a letter: its filled text, on the day of the step that it tells of. ``words``: version of the text."""

    kind: str
    body: str
    day: dt.date
    words: int = 0


@dataclass(frozen=True)
class Order:
    """What is to be issued. ``output`` names it among what comes of the case; ``holder`` goes into the PDF alone."""

    case_id: UUID
    case_number: str
    output: str
    name: Mapping[str, str]
    party_id: UUID
    holder: str
    department: Department
    language: str
    validity: Mapping[str, str] | None = None
    service_version_id: UUID | None = None
    decided_by: UUID | None = None
    letter: Letter | None = None


def drawn_up(
    order: Order, number: str = "", *, edition: int = 1, earlier: Certificate | None = None
) -> Certificate:
    """The row of a paper, not stored yet. Without a ``number`` it is given the next one.

    One that takes the place of an ``earlier`` one holds as long as that did.
    """
    now = timezone.now()
    today = now.astimezone(order.department.jurisdiction.zone).date()
    letter = order.letter
    return Certificate(
        kind=letter.kind if letter else Certificate.CERTIFICATE,
        number=number or numbers.next_number(today.year, letter=letter is not None),
        case_id=order.case_id,
        output=order.output,
        edition=edition,
        words=letter.words if letter else None,
        party_id=order.party_id,
        department=order.department,
        service_version_id=order.service_version_id,
        decided_by=order.decided_by,
        name=dict(order.name),
        issued_at=now,
        valid_until=earlier.valid_until if earlier else last_day(order.validity or {}, today),
        replaces=earlier,
        token=numbers.new_token(),
    )


def address_of(certificate: Certificate, language: str = "") -> str:
    """The page that anybody can check it at."""
    return f"{_site(language)}/v/{certificate.token}/"


def _site(language: str) -> str:
    prefix = "" if language in {"", settings.LANGUAGE_CODE} else f"/{language}"
    return f"{settings.PUBLIC_URL}{prefix}"


def paper_of(order: Order, made: Certificate) -> rendering.Paper:
    """The words of the paper, in the language of the person."""
    letter = order.letter
    with translation.override(order.language):
        return rendering.Paper(
            template="letter" if letter else "certificate",
            language=order.language,
            title=str(localized(made.name)),
            city=place_name(order.department.jurisdiction, order.language),
            department=str(localized(order.department.name)),
            date=_day(letter.day if letter else _issued_on(order, made)),
            lines=() if letter else _lines(order, made),
            check=gettext("Anybody can check here that this paper is genuine:"),
            address=address_of(made, order.language),
            proof=gettext("Number %(number)s, code %(code)s")
            % {"number": made.number, "code": numbers.code_for(made.token)},
            number=made.number,
            addressee=order.holder,
            body=letter.body if letter else "",
        )


def sample_of(order: Order) -> rendering.Paper:
    """The same with a number that names nothing, marked across as a draft; its square leads to the page that asks for both."""
    made = drawn_up(order, numbers.written(_year(order), 0, letter=order.letter is not None))
    shown = paper_of(order, made)
    with translation.override(order.language):
        number = gettext("Number %(number)s, code %(code)s") % {"number": made.number, "code": "—"}
        return replace(
            shown,
            address=f"{_site(order.language)}/verify/",
            proof=number,
            draft=pgettext("across a paper", "Draft"),
        )


def _year(order: Order) -> int:
    return timezone.localdate(timezone=order.department.jurisdiction.zone).year


def _issued_on(order: Order, made: Certificate) -> dt.date:
    return made.issued_at.astimezone(order.department.jurisdiction.zone).date()


def _lines(order: Order, made: Certificate) -> tuple[tuple[str, str], ...]:
    words = str(localized(order.validity)) if order.validity else ""
    until = _day(made.valid_until) if made.valid_until else words
    told = (
        (pgettext("on a certificate", "Holder"), order.holder),
        (pgettext("on a certificate", "Number"), made.number),
        (pgettext("on a certificate", "Case"), order.case_number),
        (pgettext("on a certificate", "Valid until"), until),
        (pgettext("on a certificate", "In place of"), made.replaces.number if made.replaces else ""),
    )
    return tuple(line for line in told if line[1])


def _day(day: dt.date) -> str:
    return str(date_format(day, "DATE_FORMAT"))
