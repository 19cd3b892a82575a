"""The shapes of customers."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from minben.parties.models import Identifier

from .cases import Channel
from .common import SOLID, Day, Given, Told

if TYPE_CHECKING:
    NumberKind = str
else:
    NumberKind = Literal[tuple(Identifier.Kind.values)]


class PartiesAsked(Given):
    """By number, or by anything else that is known: name in either script, pinyin, phone, e-mail."""

    identifier: str = Field("", max_length=60, examples=["11010519491231002X"])
    kind: NumberKind | None = Field(None, description="What kind of number; without it all that it may be.")
    text: str = Field("", max_length=200)


class PartyLine(Told):
    """A person, organisation or household."""

    id: uuid.UUID
    kind: str
    state: str
    name: str
    birth_date: dt.date | None
    gender: str
    language: str
    is_government: bool
    version: int


class PartyList(Told):
    items: list[PartyLine]


class PartyAlone(PartyLine):
    legal_form: str
    channel: str
    source: str


class IdentifierLine(Told):
    """A number, masked; in full only by its own operation, with a reason."""

    id: uuid.UUID
    party_id: uuid.UUID
    kind: str
    masked: str
    verified: bool
    source: str


class OpenCaseLine(Told):
    """An open case. A closed line (`visible` false) belongs to another department: only that it is there."""

    id: uuid.UUID
    number: str
    kind: str
    status: str
    title: str
    promised_at: dt.datetime | None
    visible: bool
    for_other: bool


class MomentLine(Told):
    """One contact or notice of the one timeline over all channels."""

    id: uuid.UUID
    at: dt.datetime
    what: Literal["contact", "notice"]
    channel: str
    direction: str
    kind: str
    text: str
    case_id: uuid.UUID | None
    visible: bool


class Whole(Told):
    """Everything that is known of one customer: all linked parties, and the newest of the one timeline."""

    party: dict[str, Any]
    parties: list[dict[str, Any]]
    identifiers: list[IdentifierLine]
    contact_points: list[dict[str, Any]]
    addresses: list[dict[str, Any]]
    priorities: list[dict[str, Any]]
    relationships: list[dict[str, Any]]
    consents: list[dict[str, Any]]
    preferences: list[dict[str, Any]]
    life_events: list[dict[str, Any]]
    links: list[dict[str, Any]]
    open_cases: list[OpenCaseLine]
    timeline: list[MomentLine]
    next: str | None = Field(description="Cursor of the older part of the timeline.")


class NumberGiven(Given):
    kind: NumberKind
    number: str = Field(min_length=3, max_length=60, examples=["11010519491231002X"])


class NewParty(Given):
    """A person or organisation that nobody knew. Somebody who is known already is found first, not made again."""

    kind: Literal["person", "organisation"] = "person"
    name: str = Field(min_length=1, max_length=200, pattern=SOLID, examples=["王小明"])
    birth_date: Day | None = Field(None, description="Of a person.")
    phone: str = Field("", max_length=40, examples=["+8613800138000"])
    email: str = Field("", max_length=254, examples=["ming@example.org"])
    identifiers: list[NumberGiven] = Field([], max_length=10)
    language: Literal["", "zh-hant", "zh-hans", "en"] = ""


class PartyMade(Told):
    id: uuid.UUID


class WhyAsked(Given):
    reason: str = Field(min_length=4, max_length=500, pattern=SOLID + "{4}", examples=["核對申請人身分"])


class NumberInFull(Told):
    number: str


class NewContact(Given):
    """A call or visit that became no case. Without a party a name or phone makes a provisional one."""

    party_id: uuid.UUID | None = None
    phone: str = Field("", max_length=40)
    name: str = Field("", max_length=200)
    summary: str = Field(min_length=1, max_length=300, pattern=SOLID, examples=["詢問垃圾車時間"])
    body: str = Field("", max_length=10_000)
    channel: Channel = "phone"
    external_id: str = Field("", max_length=80, description="The id of the call in your system.")


class ContactKept(Told):
    id: uuid.UUID = Field(
        description="The party's; the contact's own when the caller left no name or number."
    )


class MomentPage(Told):
    items: list[MomentLine]
    next: str | None
    previous: None = Field(None, description="This list goes one way.")


class Me(Told):
    """The client behind the key."""

    id: uuid.UUID
    name: str
    roles: list[str]
    scopes: list[str]
    departments: list[uuid.UUID]
