"""The rows of a new case: what was asked goes in, everything that must be written comes out. Nothing is written here.

One request and hundreds in one call go the same way, so that no rule can differ between them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.agencies.queries import calendar_of, front_of
from minben.cases import scope
from minben.cases.applications import sealing
from minben.cases.course import drawn, following
from minben.cases.events import CaseSubmitted
from minben.cases.models import Case, CaseDocument, CaseEvent, Interaction, Kind, SealedParty
from minben.cases.reading import searching
from minben.catalog.models import ServiceVersion
from minben.catalog.queries.bundles import bundle_of
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.audit import trail
from minben.foundation.events import news_row
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Invalid
from minben.foundation.records.fresh import fresh
from minben.foundation.records.ids import new_id
from minben.parties.queries import Standing, standings

from . import numbers
from .submission import Submission, Submitted, clean

_AS_ASKED = (
    "kind", "channel", "language", "privacy", "urgency", "topic", "area_code", "practice", "latitude", "longitude",
)  # fmt: skip
NOBODY = Standing("", statutory=False)
"""Who asks without a name."""


@dataclass(frozen=True)
class Known:
    """What the database says about some requests, asked once for all of them."""

    now: dt.datetime
    standings: Mapping[uuid.UUID, Standing] = field(default_factory=dict)
    versions: Mapping[uuid.UUID, ServiceVersion] = field(default_factory=dict)
    documents: Mapping[uuid.UUID, Document] = field(default_factory=dict)


@dataclass(frozen=True)
class Opened:
    """A case that is not written yet: what its person is told, and all its rows."""

    told: Submitted
    rows: list[Model]
    documents: list[Document]


def remembered(told: Submitted) -> dict[str, Any]:
    """What is kept with the key, so that the same request again is answered the same."""
    return {
        "case_id": str(told.case_id),
        "number": told.number,
        "token": told.token,
        "promised_at": told.promised_at.isoformat() if told.promised_at else "",
    }


def told_before(result: Mapping[str, Any]) -> Submitted:
    """What the person was told, from what is kept with the key."""
    promised = result["promised_at"]
    return Submitted(
        case_id=uuid.UUID(result["case_id"]),
        number=result["number"],
        code=numbers.code_for(result["token"]),
        token=result["token"],
        promised_at=dt.datetime.fromisoformat(promised) if promised else None,
        new=False,
    )


def known_for(submissions: Iterable[Submission], now: dt.datetime) -> Known:
    """Three statements at most, and none for what nobody names: customers, services, files."""
    asked = list(submissions)
    people = {key for s in asked for key in (s.party_id, s.asked_by_id) if key}
    versions = {s.service_version_id for s in asked if s.service_version_id}
    files = {key for s in asked for key in s.document_ids}
    services = ServiceVersion.objects.select_related("service__department")
    free = Document.objects.filter(linked_at__isnull=True)
    return Known(
        now=now,
        standings=standings(people, _today(asked, now)),
        versions=services.in_bulk(versions) if versions else {},
        documents=free.in_bulk(files) if files else {},
    )


def _today(submissions: list[Submission], now: dt.datetime) -> dt.date:
    zones = (front.jurisdiction.zone for s in submissions[:1] if (front := front_of(s.jurisdiction_id)))
    return now.astimezone(next(zones, dt.UTC)).date()


def check_known(submission: Submission, known: Known) -> None:
    """Raises Invalid when the place, a person or the service asked for is not there."""
    centre(submission)
    for name in ("party_id", "asked_by_id"):
        key = getattr(submission, name)
        if key is not None and key not in known.standings:
            raise Invalid(_("There is no such person."), fields={name: _("Choose a person who is known.")})
    version = known.versions.get(submission.service_version_id or uuid.UUID(int=0))
    if submission.service_version_id is not None and not _offered(submission, version):
        raise Invalid(
            _("This service is not offered any more."),
            fields={"service": _("Choose a service that is offered.")},
        )


def _offered(submission: Submission, version: ServiceVersion | None) -> bool:
    if version is None:
        return False
    late = submission.begun_earlier and version.state == ServiceVersion.State.SUPERSEDED
    return submission.kind != Kind.APPLICATION or late or version.state == ServiceVersion.State.PUBLISHED


def centre(submission: Submission) -> Department:
    """Who takes it. Raises Invalid before there is a city."""
    front = front_of(submission.jurisdiction_id)
    if front is None:
        raise Invalid(_("This installation has no city yet. Run `minben setup` first."))
    return front


def year_of(submission: Submission, now: dt.datetime) -> int:
    """The year in its number: that of the place."""
    return now.astimezone(centre(submission).jurisdiction.zone).year


def opened(actor: Actor, submission: Submission, *, number: str, known: Known) -> Opened:
    """Everything that taking this request writes."""
    front = centre(submission)
    asking = known.standings.get(submission.party_id, NOBODY) if submission.party_id else NOBODY
    case = _case(actor, submission, number, front, known)
    code = _tracked(case)
    calendar = calendar_of(front.jurisdiction)
    begun = following.first_rows(
        case, now=known.now, calendar=calendar, centre=front, statutory=asking.statutory
    )
    parts = scope.wanted_parts(centre=front, lead=case.department, co=[])
    files = [known.documents[key] for key in submission.document_ids if key in known.documents]
    rows: list[Model] = [case, *_sealed(case, submission), *scope.scope_rows(case, parts), *begun]
    rows += _history(actor, case, submission)
    rows += [_attached(actor, case, submission, document) for document in files]
    rows.append(searching.first_row(case, asking.name if case.party_id else ""))
    after = {"status": case.status}
    rows.append(trail.line(actor, "case.submit", subject=("case", case.id), case_id=case.id, after=after))
    rows.append(news_row(CaseSubmitted(subject_id=case.id, number=case.number)))
    told = Submitted(case.id, case.number, code, case.track_token, case.promised_at)
    return Opened(told, rows, files)


def _case(actor: Actor, submission: Submission, number: str, front: Department, known: Known) -> Case:
    hidden = submission.privacy != Case.Privacy.OPEN
    version = known.versions.get(submission.service_version_id) if submission.service_version_id else None
    case = fresh(
        Case,
        id=new_id(),
        number=number,
        jurisdiction_id=front.jurisdiction_id,
        party_id=None if hidden else submission.party_id,
        asked_by_id=None if hidden else submission.asked_by_id,
        account_id=_account(actor, submission),
        taken_by=actor.staff_id,
        title=clean(submission.title),
        body=clean(submission.body),
        place=clean(submission.place),
        **{name: getattr(submission, name) for name in _AS_ASKED},
    )
    case.jurisdiction = front.jurisdiction
    case.service_version = version
    case.answers = sealing.with_secrets(case.id, submission.answers, submission.secret_answers)
    if version is not None and case.kind == Kind.APPLICATION:
        case.department = version.service.department
    _together(case, submission)
    case.process_version_id = drawn.version_for(case.kind, version, whole=case.event_id is not None)
    return case


def _account(actor: Actor, submission: Submission) -> uuid.UUID | None:
    """Whose list it stands on: the sender's own, or the one it was sent for. Never that of a hidden person."""
    if submission.privacy != Case.Privacy.OPEN and actor.kind != ActorKind.PUBLIC:
        return None
    return actor.account_id if actor.kind == ActorKind.PUBLIC else submission.account_id


def _together(case: Case, submission: Submission) -> None:
    """The whole of several services: whoever answers for the life event holds it."""
    if submission.event_id is None:
        return
    event = bundle_of(submission.event_id)
    if event is None:
        raise Invalid(
            _("This is not offered any more."), fields={"event": _("Choose something that is offered.")}
        )
    case.event = event
    case.department = event.lead or centre(submission)


def _tracked(case: Case) -> str:
    """Give it the token that its customer tracks it by; returns the code that is read out."""
    case.track_token = numbers.new_token()
    code = numbers.code_for(case.track_token)
    case.track_digest = numbers.code_digest(code)
    return code


def _sealed(case: Case, submission: Submission) -> list[SealedParty]:
    if submission.privacy == Case.Privacy.CONFIDENTIAL and submission.party_id:
        return [SealedParty(case=case, party_id=submission.party_id)]
    return []


def _history(actor: Actor, case: Case, submission: Submission) -> list[Model]:
    contact = fresh(
        Interaction,
        party_id=case.party_id,
        case_id=case.id,
        direction=Interaction.Direction.IN,
        channel=case.channel,
        kind="intake",
        summary=case.title,
        staff_id=actor.staff_id,
        external_id=submission.external_id,
    )
    event = fresh(
        CaseEvent,
        case_id=case.id,
        name="submit",
        public=True,
        actor_kind=actor.kind,
        actor_id=actor.staff_id or (None if case.privacy != Case.Privacy.OPEN else actor.account_id),
        actor_name=actor.name if actor.staff_id else "",
        department_id=case.department_id,
        data={"channel": case.channel},
    )
    return [contact, event]


def _attached(actor: Actor, case: Case, submission: Submission, document: Document) -> CaseDocument:
    return CaseDocument(
        case=case,
        document=document,
        material=submission.materials.get(str(document.id), ""),
        from_public=not actor.serves or submission.kind == Kind.APPLICATION,
    )
