"""Everything an account may see of itself, gathered from the rooms that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from minben.agencies.models import RoleGrant, Staff
from minben.agencies.queries import department_names
from minben.cases import queries
from minben.cases.actions.draft import drafts_of
from minben.cases.models import Case, Rating
from minben.cases.reading.timeline import public_status
from minben.foundation.access.actions.sessions import sign_ins
from minben.foundation.access.actor import Actor
from minben.foundation.access.models import Account
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role
from minben.foundation.audit import trail
from minben.foundation.audit.reads import reads_of
from minben.foundation.records.texts import listed
from minben.parties.actions import export_party
from minben.parties.models import ContactPoint


@dataclass(frozen=True)
class Look:
    """One look at the person's data: by whom (never a name), where, what for."""

    at: Any
    department: str
    role: str
    page: str
    purpose: str


def page_names() -> dict[str, str]:
    """What the pages of the read log are called for the person."""
    return {
        "desk.party": _("Your record"),
        "desk.case": _("Your case"),
        "desk.verb": _("A form to work on your case"),
        "desk.dispatch.case": _("Your case"),
        "desk.board": _("The overview of open cases"),
        "desk.party.verb": _("A form about your record"),
        "desk.party.other": _("Your record"),
        "desk.work": _("A list of work with your case on it"),
        "desk.cases": _("A list of cases with yours on it"),
        "desk.cases.csv": _("A file of cases with yours in it"),
        "desk.dispatch": _("The list of cases to pass on"),
        "desk.file": _("A file of your case"),
        "desk.intake": _("The call screen"),
        "desk.intake.found": _("A search for people"),
        "desk.people": _("A search for people"),
        "desk.search": _("A search for people"),
        "case.seal": _("The sealed name of your confidential case"),
        "case.answer": _("An identity number of your application in full"),
        "party.identifier": _("Your identity number in full"),
        "party.identifier.used": _("Your identity number, put into a form unseen"),
        "desk.assist": _("An application that was filled in for you"),
    }


def looks(actor: Actor, *, limit: int = 100) -> list[Look]:
    """Who looked at this account's own parties and cases. Never anything about other people's."""
    require(actor, "account.own")
    own = [*actor.party_ids, *queries.own_cases(actor).values_list("id", flat=True)[:500]]
    lines = reads_of(own, limit=limit)
    staff = {s.id: s for s in Staff.objects.filter(id__in={line.actor_id for line in lines if line.actor_id})}
    names = department_names({s.department_id for s in staff.values()})
    roles = _roles(staff)
    pages = page_names()
    return [
        Look(
            at=line.made_at,
            department=names.get(staff[line.actor_id].department_id, "") if line.actor_id in staff else "",
            role=roles.get(line.actor_id, "") if line.actor_id else "",
            page=pages.get(line.page) or _("A page of the staff site"),
            purpose=line.purpose or line.reason,
        )
        for line in lines
    ]


def _roles(staff: dict[UUID, Staff]) -> dict[UUID, str]:
    found: dict[UUID, list[str]] = {}
    for grant in RoleGrant.objects.filter(staff_id__in=list(staff)).order_by("role"):
        word = str(Role(grant.role).label)
        if word not in found.setdefault(grant.staff_id, []):
            found[grant.staff_id].append(word)
    return {key: listed(words) for key, words in found.items()}


def contacts(party_ids: tuple[UUID, ...]) -> list[ContactPoint]:
    rows = ContactPoint.objects.filter(party_id__in=party_ids, ended_at__isnull=True)
    return list(rows.order_by("kind", "-preferred", "id"))


def everything(actor: Actor, account: Account) -> dict[str, Any]:
    """All that is held of the account in plain values (PIPL art. 45: access and copy). The export is on record."""
    require(actor, "account.own")
    trail.wrote(actor, "account.exported", subject=("account", account.id))
    cases = list(queries.own_cases(actor).select_related("service_version")[:1000])
    return {
        "account": {
            "email": account.email,
            "phone": account.phone,
            "name": account.name,
            "language": account.language,
            "assurance": account.assurance,
            "made_at": account.made_at,
        },
        "records": [export_party(party_id) for party_id in actor.party_ids],
        "cases": [_case(case) for case in cases],
        "drafts": [{"form": d.form, "saved_at": d.saved_at, "data": d.data} for d in drafts_of(actor)],
        "who_looked": [vars(look) for look in looks(actor, limit=1000)],
        "sign_ins": [
            {"at": s.made_at, "succeeded": s.succeeded, "means": s.means, "device": s.device}
            for s in sign_ins(account)
        ],
    }


def _case(case: Case) -> dict[str, Any]:
    rated = Rating.objects.filter(case=case).first()
    return {
        "number": case.number,
        "kind": case.kind,
        "status": str(public_status(case.status)),
        "title": case.title,
        "body": case.body,
        "place": case.place,
        "answers": {key: value for key, value in case.answers.items() if not key.startswith("_")},
        "sent_at": case.made_at,
        "promised_at": case.promised_at,
        "closed_at": case.closed_at,
        "history": [
            {"at": event.made_at, "what": event.name, "text": event.text}
            for event in queries.timeline(case, public=True)
        ],
        "rating": {"level": rated.level, "reasons": rated.reasons, "comment": rated.comment}
        if rated
        else None,
    }
