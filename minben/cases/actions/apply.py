"""An application that comes as answers at once, not page by page: from a machine, or a counter."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.cases.applications import applying
from minben.cases.applications.matter import Matter
from minben.cases.intake import Submitted, asking
from minben.catalog import answers as rules
from minben.catalog.forms import Kind, Question
from minben.catalog.formschema import document, faults
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Conflict, Invalid, Text

from .bundle import submit_matter
from .handing_in import waits_for_something


@dataclasses.dataclass(frozen=True)
class Applied:
    """What came: ``answers`` by question; files are the ids of stored documents. ``party_id``: who applies, if known."""

    answers: Mapping[str, Any]
    channel: str = "api"
    language: str = "zh-hant"
    party_id: uuid.UUID | None = None
    external_id: str = ""


def apply(actor: Actor, matter: Matter, given: Applied, *, key: str, region: str) -> Submitted:
    """Make the case of a whole form, judged as the public form judges it, page by page.

    Without ``party_id`` the applicant is a new provisional party from the answers, as on the public site. Raises
    Invalid with ``answers.<question>`` for each wrong answer, Conflict when something else must come before the sending
    (:mod:`.apply_waiting`).
    """
    require(actor, "case.submit")
    if waits_for_something(matter):
        raise Conflict(_("This service is paid for, or signed by others, before it is sent."))
    cleaned = judged(matter.questions, given.answers, region=region)
    files = files_of(actor, matter.questions, cleaned)
    with transaction.atomic():
        who = _applicant(actor, given, matter.questions, cleaned, region)
        request = applying.request_of(who, matter, cleaned, files, given.language)
        request = dataclasses.replace(request, channel=given.channel, external_id=given.external_id)
        return submit_matter(actor, request, matter, key=key)


def _applicant(
    actor: Actor, given: Applied, questions: tuple[Question, ...], answers: Mapping[str, Any], region: str
) -> asking.Behind:
    person = dataclasses.replace(asking.unnamed(actor), language=given.language)
    if given.party_id is None:
        return applying.applicant_of(person, questions, answers, region)
    asker = applying.asker_of(questions, answers, region=region, language=given.language)
    return asking.of_party(actor, given.party_id, asker, source=given.channel)


def judged(questions: tuple[Question, ...], given: Mapping[str, Any], *, region: str) -> dict[str, Any]:
    """The answers cleaned. Raises Invalid at ``answers.<question>``; one that the form does not ask is refused too."""
    known = {question.key for question in questions}
    problems: dict[str, Text] = {
        key: _("This form has no such question.") for key in given if key not in known
    }
    try:
        cleaned = rules.clean(questions, given, region=region)
    except Invalid as error:
        problems |= error.fields
    else:
        told = document(questions, given)
        problems |= {key: error.message for key, error in faults(questions, told, region=region)}
    if problems:
        named = {f"answers.{key}": text for key, text in problems.items()}
        raise Invalid(_("Please check the answers marked below."), fields=named)
    return cleaned


def files_of(
    actor: Actor, questions: tuple[Question, ...], answers: Mapping[str, Any]
) -> list[dict[str, str]]:
    """The files that answer a question, each stored by this caller and in no case yet."""
    named = {q.key: answers.get(q.key, []) for q in questions if q.kind == Kind.FILE}
    wanted = [key for keys in named.values() for key in keys if _is_id(key)]
    own = Document.objects.filter(id__in=wanted, linked_at=None, owner_kind=actor.kind)
    held = {str(key) for key in own.filter(owner_id=actor.account_id).values_list("id", flat=True)}
    problems = {
        f"answers.{key}": _("There is no such file. Send it first, and name the id you are given.")
        for key, keys in named.items()
        if set(keys) - held
    }
    if problems:
        raise Invalid(_("Please check the answers marked below."), fields=problems)
    return [{"id": one, "question": key} for key, keys in named.items() for one in keys]


def _is_id(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False
