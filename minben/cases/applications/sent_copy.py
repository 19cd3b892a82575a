"""An application as it was sent, on paper: for whoever may read the case, in their language.

Identity numbers stay masked: a paper travels. Files are named with the digest of their bytes, so that anybody who has the
file can show that it is the one that was sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from minben.agencies.queries import place_name
from minben.cases.intake.doors import CHANNELS
from minben.cases.models import Case, CaseDocument, CaseEvent, Kind, Signature
from minben.catalog.forms import Question, parse
from minben.catalog.telling import in_words
from minben.certificates.rendering import render
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.files.download import pdf
from minben.foundation.records.errors import Missing
from minben.foundation.records.translated import localized
from minben.parties.queries import names_of
from minben.payments.money import shown

from .fees import payment_of
from .matter import questions_of
from .parts import parts_of, whole_of

NOTHING = "–"
Line = tuple[str, str]


@dataclass(frozen=True)
class SentCopy:
    """What stands on the paper. ``answers`` come under their headings; ``files`` are (name, when, size, SHA-256)."""

    title: str
    facts: list[Line]
    answers: list[tuple[str, list[Line]]]
    files: list[tuple[str, str, str, str]]
    extra: list[tuple[str, list[Line]]] = field(default_factory=list)


def pdf_of(actor: Actor, case: Case) -> bytes:
    """The paper, drawn up anew each time; the look is logged. Raises Missing for what is no application."""
    require(actor, "case.read", case)
    if case.kind != Kind.APPLICATION:
        raise Missing(_("Only an application can be had as a PDF."))
    trail.saw(actor, "case.sent_copy", kind="case", ids=[case.id], case_id=case.id)
    language = get_language() or case.language
    made = sent_copy(case)
    return render(
        "application",
        language,
        {
            "title": made.title,
            "city": place_name(case.jurisdiction, language),
            "number": case.number,
            "facts": made.facts,
            "sections": [{"title": title, "lines": lines} for title, lines in [*made.answers, *made.extra]],
            "files": made.files,
            "heads": [_("File"), _("Received"), _("Size"), "SHA-256"],
            "words": {
                "files": _("Files from the applicant"),
                "no_files": _("No files were sent."),
                "page": pgettext("page of a paper", "Page"),
                "note": _("This is what was sent. Identity numbers are shown in part."),
            },
        },
    )


def as_response(actor: Actor, case: Case) -> HttpResponse:
    """The paper to keep, under the number of the case."""
    return pdf(pdf_of(actor, case), case.number)


def sent_copy(case: Case) -> SentCopy:
    """The words of the paper, in the active language."""
    return SentCopy(
        title=str(localized(case.service_version.name)) if case.service_version else case.title,
        facts=list(_facts(case)),
        answers=_answers(case),
        files=list(_files(case)),
        extra=list(_extra(case)),
    )


def _facts(case: Case) -> Iterator[Line]:
    yield _("Number"), case.number
    yield _("Sent on"), _moment(case, case.made_at)
    if case.service_version is not None:
        yield _("Service"), str(localized(case.service_version.name))
        yield (
            _("Version of the form"),
            f"{case.service_version.service.slug} · {case.service_version.number}",
        )
    names = names_of([key for key in (case.party_id, case.asked_by_id) if key])
    if case.party_id in names:
        yield _("Applicant"), names[case.party_id]
    yield _("Sent by"), _sender(case, names)
    yield _("Way"), str(CHANNELS.get(case.channel, case.channel))


def _sender(case: Case, names: dict[Any, str]) -> str:
    """A clerk by name; else whoever asked for the applicant, or the applicant."""
    sent = CaseEvent.objects.filter(case_id=case.id, name="submit").order_by("id").first()
    if sent is not None and sent.actor_name:
        return sent.actor_name
    return names.get(case.asked_by_id) or names.get(case.party_id) or _("Without a name")


def _answers(case: Case) -> list[tuple[str, list[Line]]]:
    """Each question that was answered, under the heading it stood under."""
    made: list[tuple[str, list[Line]]] = []
    for question in asked_of(case):
        section = str(localized(question.section))
        if not made or (section and made[-1][0] != section):
            made.append((section or _("Answers"), []))
        told = in_words(question, case.answers.get(question.key))
        if told:
            made[-1][1].append((str(localized(question.label)), told))
    return [(title, lines) for title, lines in made if lines]


def asked_of(case: Case) -> list[Question]:
    """The questions of the form that was filled in: of its service, or of all parts of a life event."""
    if case.service_version is not None:
        return list(parse(case.service_version.form))
    if case.event is None:
        return []
    parts = [(part.service_version, part.places) for part in parts_of(case)]
    return list(questions_of(parts, case.event, case.answers))


def _files(case: Case) -> Iterator[tuple[str, str, str, str]]:
    held = CaseDocument.objects.filter(case=case, from_public=True).select_related("document").order_by("id")
    for one in held:
        size = f"{max(1, round(one.document.size / 1024))} KB"
        yield one.document.name, _moment(case, one.made_at), size, one.document.sha256


def _extra(case: Case) -> Iterator[tuple[str, list[Line]]]:
    """Who else signed, and what was paid."""
    whole = whole_of(case)
    signed = Signature.objects.filter(
        case__in=[case, *([whole] if whole else [])], state=Signature.State.SIGNED
    ).order_by("ended_at")
    lines = [
        (
            str(localized(one.role)),
            f"{one.signed_name} · {_moment(case, one.ended_at)}\nSHA-256 {one.digest}",
        )
        for one in signed
    ]
    if lines:
        yield _("Signatures"), lines
    payment = payment_of(case)
    if payment is not None:
        amount = shown(payment.amount, payment.currency, get_language() or case.language)
        told = [(_("Amount"), amount), (_("State"), str(payment.get_state_display()))]
        if payment.receipt and payment.paid_at:
            told += [(_("Receipt"), payment.receipt), (_("Paid on"), _moment(case, payment.paid_at))]
        yield _("Fee"), told


def _moment(case: Case, at: Any) -> str:
    return str(date_format(timezone.localtime(at, case.jurisdiction.zone), "DATETIME_FORMAT"))
