"""Registering customers, keeping contacts, and numbers in full."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query

from minben.api.door import actor
from minben.api.once import KEY, done_once
from minben.api.operations import operation
from minben.api.replies import reply
from minben.api.schemas.common import Paged
from minben.api.schemas.parties import (
    ContactKept,
    Me,
    MomentPage,
    NewContact,
    NewParty,
    NumberInFull,
    PartyMade,
    WhyAsked,
)
from minben.cases.actions.calling import keep_contact
from minben.cases.reading.customer import moments
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Missing
from minben.foundation.records.ids import new_id
from minben.parties.actions import register_organisation, register_person, reveal_identifier
from minben.parties.queries import group_ids
from minben.parties.reaching import normalise
from minben.parties.rows import carries, party_row

from .parties import moment_row, router


@operation(
    router, "POST", "/parties", policy="party.register", answer=PartyMade, status=201, problems=(400, 409, 422)
)  # fmt: skip
def make_party(request: HttpRequest, given: NewParty, idempotency_key: str | None = KEY) -> HttpResponse:
    """Register a person or an organisation."""
    who = actor(request)

    def work() -> dict[str, Any]:
        return {"id": str(_registered(who, given))}

    result, _new = done_once(who, idempotency_key, "party", given.model_dump(), work)
    return reply(result, status=201, headers={"Location": f"/api/v1/parties/{result['id']}"})


def _reach(kind: str, value: str) -> str:
    """Checked here, so that the refusal names the field that was sent."""
    try:
        return normalise(kind, value) if value else ""
    except Invalid as problem:
        raise Invalid(problem.message, fields={kind: problem.message}) from problem


def _registered(who: Any, given: NewParty) -> uuid.UUID:
    common: dict[str, Any] = {
        "name": given.name,
        "phone": _reach("phone", given.phone),
        "email": _reach("email", given.email),
        "identifiers": [(each.kind, each.number) for each in given.identifiers],
        "language": given.language,
        "source": f"api:{who.name}",
    }
    if given.kind == "organisation":
        if given.birth_date:
            message = _("An organisation has no date of birth.")
            raise Invalid(message, fields={"birth_date": message})
        return register_organisation(who, **common).id
    return register_person(who, birth_date=given.birth_date, **common).id


@operation(
    router, "POST", "/parties/{party_id}/identifiers/{identifier_id}/reveal", policy="party.reveal",
    answer=NumberInFull, problems=(400, 404, 422),
)  # fmt: skip
def reveal_number(
    request: HttpRequest, party_id: uuid.UUID, identifier_id: uuid.UUID, given: WhyAsked
) -> HttpResponse:
    """Read an identity number in full. The reason is kept with the look, and the person can see it."""
    if not carries(party_id, identifier_id):
        raise Missing(_("There is no such number."))
    return reply({"number": reveal_identifier(actor(request), identifier_id, given.reason)})


@operation(
    router, "GET", "/parties/{party_id}/interactions", policy="party.read", answer=MomentPage,
    problems=(404, 422), query=Paged.model_fields,
)  # fmt: skip
def list_interactions(request: HttpRequest, party_id: uuid.UUID, asked: Query[Paged]) -> HttpResponse:
    """Read the one timeline of a customer over all channels, newest first."""
    who = actor(request)
    require(who, "party.read", party_id)
    party_row(who, party_id)
    ids = group_ids(party_id)
    page = moments(who, ids, cursor=asked.cursor, size=asked.size)
    trail.saw(who, "api.party.interactions", kind="party", ids=ids)
    items = [moment_row(each) for each in page.items]
    return reply({"items": items, "next": page.next or None, "previous": None})


@operation(
    router, "POST", "/interactions", policy="case.intake", answer=ContactKept, status=201,
    problems=(400, 409, 422),
)  # fmt: skip
def keep_interaction(
    request: HttpRequest, given: NewContact, idempotency_key: str | None = KEY
) -> HttpResponse:
    """Keep a call or visit that became no case."""
    who = actor(request)
    if given.party_id is not None:
        _known(who, given.party_id)
    fields = given.model_dump(exclude={"external_id"}) | {"phone": _reach("phone", given.phone)}
    kept = keep_contact(who, key=idempotency_key or str(new_id()), call=given.external_id, **fields)
    return reply({"id": kept}, status=201)


def _known(who: Any, party_id: uuid.UUID) -> None:
    message = _("There is no such person or organisation.")
    if not carries(party_id):
        raise Invalid(message, fields={"party_id": message})


@operation(router, "GET", "/me", policy="api.open", answer=Me)
def read_me(request: HttpRequest) -> HttpResponse:
    """Read which client a key belongs to, and what it may ask for."""
    who = actor(request)
    return reply(
        {
            "id": who.account_id,
            "name": who.name,
            "roles": sorted(who.roles),
            "scopes": sorted(who.scopes),
            "departments": sorted(who.departments(), key=str),
        }
    )
