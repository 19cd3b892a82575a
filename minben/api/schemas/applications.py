"""The shapes of an application."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Literal

from pydantic import ConfigDict, Field

from .cases import CaseMade, Channel, Language
from .common import Given, Languages, Told


class FormSchema(Told):
    """A JSON Schema 2020-12 document; see docs/reference/forms.md."""

    model_config = ConfigDict(extra="allow")

    properties: dict[str, Any] = Field(description="The questions by name.")
    required: list[str] = Field(description="Those that are always to be answered; `allOf` says the others.")


class FileStored(Told):
    id: uuid.UUID = Field(description="Name it in the answer to a question for a file.")
    name: str
    size: int
    sha256: str


class SignerNamed(Given):
    """Somebody who must sign; the link to sign goes to the address."""

    role: int = Field(0, ge=0, le=19, description="The place among `signers` of the guide, from 0.")
    name: str = Field(max_length=120, examples=["王大明"])
    address: str = Field(max_length=254, description="A phone number or an e-mail address of their own.")


class SignersNamed(Given):
    signers: list[SignerNamed] = Field(min_length=1, max_length=40)


class NewApplication(Given):
    """The answers to a form. Without `party_id` the applicant is a new person made from the answers."""

    answers: dict[str, Any] = Field(
        description="By question, as `GET /services/{slug}/form` says.",
        max_length=200,
        examples=[{"applicant_name": "林小美", "phone": "+8613800138000"}],
    )
    channel: Channel = "api"
    language: Language = "zh-hant"
    party_id: uuid.UUID | None = None
    external_id: str = Field("", max_length=80, description="The id in your system.")
    signers: list[SignerNamed] = Field(
        default_factory=list,
        max_length=40,
        description="For a service that others sign. They can be named later, too.",
    )


class FeeTold(Told):
    """What is owed before it goes in."""

    amount: str = Field(examples=["12.50"])
    currency: str = Field(examples=["CNY"])
    state: str = Field(description="open, asked (an exemption), paid, waived, off, refunding, refunded")
    address: str = Field(description="The page where it is paid, and the receipt once it was.")


class RoleTold(Told):
    """A kind of person who must sign."""

    role: int
    name: Languages
    least: int
    most: int


class SignatureTold(Told):
    """One who was asked to sign. `address`: their own page; it asks for a code that goes to them."""

    role: Languages
    name: str
    state: str = Field(description="asked, signed, declined, expired")
    address: str
    expires_at: dt.datetime
    ended_at: dt.datetime | None
    reason: str = Field(description="Why somebody declined.")


class ApplicationState(Told):
    """An application that waits for a fee or for others to sign. It goes in by itself."""

    id: str = Field(description="Its state is read by it.")
    state: Literal["waiting", "stopped", "changing", "sent"] = Field(
        description="stopped: somebody declined or did not answer in time; changing: the applicant is at it."
    )
    waits_for: list[Literal["fee", "signers", "signatures"]] = Field(
        description="signers: those who must sign are still to be named."
    )
    address: str = Field(description="The applicant's own page of it; give it to nobody else.")
    fee: FeeTold | None
    to_name: list[RoleTold] = Field(description="Who is still to be named.")
    signatures: list[SignatureTold]
    case: CaseMade | None = Field(description="Once it went in.")
