"""A filled-in form as a request: who applies, what is kept, which file proves what. The same from every door."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from minben.cases.intake import TITLE_MOST, Submission, asking
from minben.cases.models import Kind as CaseKind
from minben.catalog.forms import Kind, Question
from minben.foundation.access.actor import Actor
from minben.foundation.records.translated import localized
from minben.parties.numbers import kinds_of

from .matter import Matter


def applicant_of(
    actor: Actor, questions: Sequence[Question], answers: Mapping[str, Any], region: str
) -> asking.Behind:
    """Who applies, by their own hand. Run it inside the transaction of the sending: it makes the party."""
    return asking.behind(actor, asker_of(questions, answers, region=region, language=actor.language))


def request_of(
    who: asking.Behind,
    matter: Matter,
    answers: Mapping[str, Any],
    files: Sequence[Mapping[str, Any]],
    language: str,
) -> Submission:
    """A form as a request of somebody. ``files``: their ``id`` and the ``question`` they answer."""
    questions, title = matter.questions, localized(matter.name, language)
    secret = {
        q.key: str(answers[q.key]) for q in questions if q.kind == Kind.ID_NUMBER and answers.get(q.key)
    }
    kept = {q.key for q in questions if q.kind != Kind.FILE}
    materials = {q.key: q.material for q in questions if q.material}
    return Submission(
        kind=CaseKind.APPLICATION,
        title=str(_("Application: %(name)s") % {"name": title})[:TITLE_MOST],
        language=language,
        jurisdiction_id=matter.jurisdiction_id,
        party_id=who.party_id,
        asked_by_id=who.asked_by_id,
        event_id=matter.event.id if matter.event else None,
        service_version_id=None if matter.event else matter.versions[0].id,
        answers={key: value for key, value in answers.items() if key in kept},
        secret_answers=secret,
        document_ids=tuple(uuid.UUID(f["id"]) for f in files),
        materials={f["id"]: materials.get(f["question"], "")[:40] for f in files},
    )


def asker_of(
    questions: Sequence[Question], answers: Mapping[str, Any], *, region: str, language: str
) -> asking.Asker:
    """The applicant, from the questions that say which fact of the party they fill."""
    facts = {q.fills: str(answers[q.key]) for q in questions if q.fills and answers.get(q.key)}
    number = facts.get("party.id_number") or facts.get("organisation.representative_id", "")
    return asking.Asker(
        name=facts.get("party.name") or facts.get("organisation.representative_name", ""),
        organisation=facts.get("organisation.name", ""),
        credit_code=facts.get("organisation.credit_code", ""),
        phone=facts.get("party.phone", ""),
        email=facts.get("party.email", ""),
        identifiers=identity(number),
        region=region,
        language=language,
    )


def identity(number: str) -> tuple[tuple[str, str], ...]:
    """The kind of identity number that ``number`` is: the strictest that fits."""
    return tuple(kinds_of(number)[:1]) if number else ()
