"""A request becomes a case: one transaction, idempotent, nothing sent from inside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, Jurisdiction
from minben.agencies.queries import calendar_of
from minben.cases import following, numbers, scope, sealing, searching
from minben.cases.events import CaseSubmitted
from minben.cases.intake import Submission, Submitted, check, clean
from minben.cases.models import Case, CaseDocument, CaseEvent, CaseScope, Interaction, Kind, SealedParty
from minben.catalog.models import ServiceVersion
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.files.actions import link
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Invalid
from minben.foundation.records.idempotency import once
from minben.foundation.records.ids import new_id
from minben.parties.queries import has_statutory_priority


def submit(actor: Actor, submission: Submission, *, key: str, now: dt.datetime | None = None) -> Submitted:
    """Make the case, or answer with the one made before for the same ``key`` (a double click makes one case).

    Raises Invalid by field, Refused, or Conflict when ``key`` was used for another request.
    """
    require(actor, "case.submit")
    check(submission)
    moment = now or timezone.now()
    result, new = once(
        actor.key, f"case:{key}", submission.body_for_digest(), lambda: _make(actor, submission, moment)
    )
    return _answer(result, new)


def _answer(result: dict[str, Any], new: bool) -> Submitted:
    promised = result["promised_at"]
    return Submitted(
        case_id=uuid.UUID(result["case_id"]),
        number=result["number"],
        code=numbers.code_for(result["token"]),
        token=result["token"],
        promised_at=dt.datetime.fromisoformat(promised) if promised else None,
        new=new,
    )


def _make(actor: Actor, submission: Submission, now: dt.datetime) -> dict[str, Any]:
    jurisdiction, front = _where(submission)
    version = _version(submission)
    case = _case(actor, submission, jurisdiction, version, now)
    party_id = submission.party_id
    today = now.astimezone(jurisdiction.zone).date()
    statutory = party_id is not None and bool(has_statutory_priority([party_id], today))
    clocks = following.plan(case, now=now, calendar=calendar_of(jurisdiction))
    case.save(force_insert=True)
    _seal(case, submission)
    parts = scope.wanted_parts(centre=front, lead=case.department, co=[])
    CaseScope.objects.bulk_create(scope.scope_rows(case, parts))
    following.begin(case, clocks, centre=front, statutory=statutory)
    _history(actor, case, submission)
    _files(actor, case, submission)
    searching.write(case, created=True)
    trail.wrote(
        actor, "case.submit", subject=("case", case.id), case_id=case.id, after={"status": case.status}
    )
    announce(CaseSubmitted(subject_id=case.id, number=case.number))
    return {
        "case_id": str(case.id),
        "number": case.number,
        "token": case.track_token,
        "promised_at": case.promised_at.isoformat() if case.promised_at else "",
    }


def _where(submission: Submission) -> tuple[Jurisdiction, Department]:
    """The place asked, with its hotline centre; else the installation's own: the first that has a centre.

    One statement. A jurisdiction that was only imported has no centre and never takes a request by itself.
    """
    centres = Department.objects.filter(is_centre=True, active=True).select_related("jurisdiction")
    if submission.jurisdiction_id is not None:
        centres = centres.filter(jurisdiction_id=submission.jurisdiction_id)
    front = centres.order_by("jurisdiction_id", "id").first()
    if front is None:
        raise Invalid(_("This installation has no city yet. Run `minben setup` first."))
    return front.jurisdiction, front


def _version(submission: Submission) -> ServiceVersion | None:
    if submission.service_version_id is None:
        return None
    found = (
        ServiceVersion.objects.select_related("service__department")
        .filter(pk=submission.service_version_id)
        .first()
    )
    if found is None or (
        submission.kind == Kind.APPLICATION and found.state != ServiceVersion.State.PUBLISHED
    ):
        raise Invalid(
            _("This service is not offered any more."),
            fields={"service": _("Choose a service that is offered.")},
        )
    return found


def _case(
    actor: Actor,
    submission: Submission,
    jurisdiction: Jurisdiction,
    version: ServiceVersion | None,
    now: dt.datetime,
) -> Case:
    token = numbers.new_token()
    hidden = submission.privacy != Case.Privacy.OPEN
    plain = {
        f.name: getattr(submission, f.name)
        for f in dataclasses.fields(submission)
        if f.name in {"kind", "channel", "language", "privacy", "urgency", "topic", "area_code", "practice"}
        or f.name in {"latitude", "longitude"}
    }
    case = Case(
        id=new_id(),
        number=numbers.next_number(now.astimezone(jurisdiction.zone).year),
        jurisdiction=jurisdiction,
        party_id=None if hidden else submission.party_id,
        asked_by_id=None if hidden else submission.asked_by_id,
        account_id=actor.account_id if actor.kind == ActorKind.PUBLIC else None,
        taken_by=actor.staff_id,
        service_version=version,
        title=clean(submission.title),
        body=clean(submission.body),
        place=clean(submission.place),
        answers={},
        track_token=token,
        track_digest=numbers.code_digest(numbers.code_for(token)),
        **plain,
    )
    case.answers = sealing.with_secrets(case.id, submission.answers, submission.secret_answers)
    if version is not None and case.kind == Kind.APPLICATION:
        case.department = version.service.department
    return case


def _seal(case: Case, submission: Submission) -> None:
    if submission.privacy == Case.Privacy.CONFIDENTIAL and submission.party_id:
        SealedParty.objects.create(case=case, party_id=submission.party_id)


def _history(actor: Actor, case: Case, submission: Submission) -> None:
    Interaction.objects.create(
        party_id=case.party_id,
        case_id=case.id,
        direction=Interaction.Direction.IN,
        channel=case.channel,
        kind="intake",
        summary=case.title,
        staff_id=actor.staff_id,
        external_id=submission.external_id,
    )
    CaseEvent.objects.create(
        case_id=case.id,
        name="submit",
        public=True,
        actor_kind=actor.kind,
        actor_id=actor.staff_id or (None if case.privacy != Case.Privacy.OPEN else actor.account_id),
        actor_name=actor.name if actor.staff_id else "",
        department_id=case.department_id,
        data={"channel": case.channel},
    )


def _files(actor: Actor, case: Case, submission: Submission) -> None:
    if not submission.document_ids:
        return
    documents = list(Document.objects.filter(pk__in=submission.document_ids, linked_at__isnull=True))
    link(documents)
    CaseDocument.objects.bulk_create(
        CaseDocument(
            case=case,
            document=document,
            material=submission.materials.get(str(document.id), ""),
            from_public=not actor.serves,
        )
        for document in documents
    )
