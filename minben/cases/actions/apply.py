"""An application that comes as answers at once, not page by page: from a machine, or a counter."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.cases.applications import applying
from minben.cases.intake import Submitted, asking
from minben.catalog import answers as rules
from minben.catalog.forms import Kind, Question, parse
from minben.catalog.formschema import document, faults
from minben.catalog.models import Material, ServiceVersion
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text
from minben.foundation.records.translated import localized

from .handing_in import waits_for_something
from .submit import submit

FROM_GOVERNMENT = "20"


@dataclasses.dataclass(frozen=True)
class Applied:
    """What came: ``answers`` by question; files are the ids of stored documents. ``party_id``: who applies, if known."""

    answers: Mapping[str, Any]
    channel: str = "api"
    language: str = "zh-hant"
    party_id: uuid.UUID | None = None
    external_id: str = ""


def apply(actor: Actor, version: ServiceVersion, given: Applied, *, key: str, region: str) -> Submitted:
    """Make the case of a whole form, judged as the public form judges it, page by page.

    Without ``party_id`` the applicant is a new provisional party from the answers, as on the public site. Raises
    Invalid with ``answers.<question>`` for each wrong answer, Missing when the service has no form, Conflict when something
    else must come before the sending (:mod:`.apply_waiting`).
    """
    require(actor, "case.submit")
    if waits_for_something(version):
        raise Conflict(_("This service is paid for, or signed by others, before it is sent."))
    questions = asked_of(version)
    cleaned = judged(questions, given.answers, region=region)
    files = files_of(actor, questions, cleaned)
    with transaction.atomic():
        who = _applicant(actor, given, questions, cleaned, region)
        title = str(localized(version.name, given.language))
        request = applying.request_of(who, title, questions, cleaned, files, given.language)
        return submit(
            actor,
            dataclasses.replace(
                request,
                channel=given.channel,
                service_version_id=version.id,
                jurisdiction_id=version.service.jurisdiction_id,
                external_id=given.external_id,
            ),
            key=key,
        )


def _applicant(
    actor: Actor, given: Applied, questions: tuple[Question, ...], answers: Mapping[str, Any], region: str
) -> asking.Behind:
    person = dataclasses.replace(asking.unnamed(actor), language=given.language)
    if given.party_id is None:
        return applying.applicant_of(person, questions, answers, region)
    asker = applying.asker_of(questions, answers, region=region, language=given.language)
    return asking.of_party(actor, given.party_id, asker, source=given.channel)


def asked_of(version: ServiceVersion) -> tuple[Question, ...]:
    """The questions as they are demanded: a material that government fetches itself never is (免提交)."""
    if not version.form:
        raise Missing(_("This service cannot be applied for online yet. The guide says where to go."))
    own = Material.objects.filter(version=version, source=FROM_GOVERNMENT).exclude(code="")
    fetched = set(own.values_list("code", flat=True))
    return tuple(
        dataclasses.replace(q, required=False) if q.material in fetched else q for q in parse(version.form)
    )


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
