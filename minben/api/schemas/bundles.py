"""The shapes of an application for several services at once."""

from __future__ import annotations

import uuid
from typing import Any, Literal

from pydantic import Field

from .applications import NewApplication
from .cases import CaseMade, Language
from .common import Given, Languages, Told


class ProposalAsked(Given):
    answers: dict[str, Any] = Field(
        default_factory=dict,
        max_length=60,
        description="By question, as `GET /events/{slug}/questions` says.",
        examples=[{"born_here": "yes"}],
    )
    language: Language = "zh-hant"


class FeeAhead(Told):
    """What is paid before it is sent."""

    amount: str = Field(examples=["12.50"])
    currency: str = Field(examples=["CNY"])


class SignerAhead(Told):
    name: Languages
    least: int
    most: int


class ServiceProposed(Told):
    service: str = Field(description="Name it in `services`.")
    name: Languages
    applies: bool
    because: list[str] = Field(description="The rule in words, and the answers that it looks at.")
    after: list[str] = Field(
        description="Services that must be granted first, where they are applied for, too."
    )
    fee: FeeAhead | None
    signers: list[SignerAhead]


class MaterialAhead(Told):
    code: str
    name: Languages


class Proposal(Told):
    services: list[ServiceProposed]
    materials: list[MaterialAhead] = Field(
        description="What to have at hand for those that apply, each once."
    )


class NewBundle(NewApplication):
    """The answers to the one form of several services."""

    answers: dict[str, Any] = Field(
        description="By question, as `GET /events/{slug}/form` says for these services.", max_length=600
    )
    services: list[str] = Field(
        min_length=1, max_length=60, description="What is applied for.", examples=[["birth-registration"]]
    )


class PartCase(Told):
    """The case of a part that has begun."""

    id: uuid.UUID
    number: str
    status: str


class PartTold(Told):
    service: str
    name: Languages
    state: Literal["waiting", "running", "granted", "refused", "withdrawn", "dropped"] = Field(
        description="waiting: for what must be granted first; dropped: that was not granted."
    )
    after: list[str]
    case: PartCase | None


class PartList(Told):
    items: list[PartTold]


class BundleMade(CaseMade):
    """The case of the whole, and its parts."""

    parts: list[PartTold]
