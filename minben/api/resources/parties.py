"""Customers: find, read, the whole view."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from minben.api.door import actor
from minben.api.operations import operation
from minben.api.replies import etag, not_modified, reply
from minben.api.schemas.parties import PartiesAsked, PartyAlone, PartyList, Whole
from minben.cases.reading.customer import Moment, OpenCase, moments, open_cases, words_of
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.parties.profiles import Profile, profile
from minben.parties.rows import party_row, rows_by_identifier, rows_by_text

router = Router(tags=["parties"])


@operation(
    router, "GET", "/parties", policy="party.find", answer=PartyList, problems=(422,),
    query=PartiesAsked.model_fields,
)  # fmt: skip
def find_parties(request: HttpRequest, asked: Query[PartiesAsked]) -> HttpResponse:
    """Find people and organisations by number, name, phone or e-mail, surest first.

    A number that cannot be one of its kind is refused with what is wrong with it; without a kind nobody is found.
    """
    who = actor(request)
    if asked.identifier:
        found = rows_by_identifier(who, asked.identifier, asked.kind or "")
    else:
        found = rows_by_text(who, asked.text)
    trail.saw(who, "api.parties", kind="party", ids=[row["id"] for row in found])
    return reply({"items": found})


@operation(
    router, "GET", "/parties/{party_id}", policy="party.read", answer=PartyAlone, others={304: None},
    problems=(404, 422),
)  # fmt: skip
def read_party(request: HttpRequest, party_id: uuid.UUID) -> HttpResponse:
    """Read one person, organisation or household alone."""
    row = party_row(actor(request), party_id)
    same = not_modified(request, row["version"])
    if same is not None:
        return same
    trail.saw(actor(request), "api.party", kind="party", ids=[party_id])
    return reply(row, headers={"ETag": etag(row["version"])})


@operation(
    router, "GET", "/parties/{party_id}/whole", policy="party.read", answer=Whole, problems=(404, 422),
)  # fmt: skip
def read_whole(request: HttpRequest, party_id: uuid.UUID) -> HttpResponse:
    """Read everything known of a customer: who, how to reach, what the law gives, open cases, the one timeline.

    Numbers are masked. What belongs to cases of other departments stands there without its words.
    """
    who = actor(request)
    require(who, "party.read", party_id)
    found = profile(party_id)
    page = moments(who, found.ids)
    trail.saw(who, "api.party.whole", kind="party", ids=found.ids)
    return reply(
        {
            **profile_rows(found),
            "open_cases": [open_row(each) for each in open_cases(who, found.ids)],
            "timeline": [moment_row(each) for each in page.items],
            "next": page.next or None,
        }
    )


def profile_rows(found: Profile) -> dict[str, Any]:
    """The profile as it is, numbers masked: not even the tail stands alone."""
    rows = {name: value for name, value in vars(found).items() if name != "identifiers"}
    masked = [{name: value for name, value in row.items() if name != "tail"} for row in found.identifiers]
    return {**rows, "identifiers": masked}


def open_row(found: OpenCase) -> dict[str, Any]:
    case, shown = found.case, not found.closed
    return {
        "id": case.id,
        "number": case.number,
        "kind": case.kind,
        "status": case.status,
        "title": case.title if shown else "",
        "promised_at": case.promised_at,
        "visible": shown,
        "for_other": found.for_other,
    }


def moment_row(moment: Moment) -> dict[str, Any]:
    """A line of the timeline; without words when its case is another department's."""
    common = {
        "id": moment.id,
        "at": moment.at,
        "case_id": moment.case.id if moment.case else None,
        "visible": not moment.closed,
    }
    if moment.sent is not None:
        message = moment.sent.message
        text = "" if moment.closed else words_of(message)
        return common | {
            "what": "notice", "channel": message.channel, "direction": "out", "kind": message.kind, "text": text,
        }  # fmt: skip
    contact = moment.contact
    assert contact is not None
    text = "" if moment.closed else (contact.body or contact.summary)
    return common | {
        "what": "contact", "channel": contact.channel, "direction": contact.direction, "kind": contact.kind,
        "text": text,
    }  # fmt: skip
