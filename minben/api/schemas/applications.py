"""The shapes of an application."""

from __future__ import annotations

import uuid
from typing import Any

from pydantic import ConfigDict, Field

from .cases import Channel, Language
from .common import Given, Told


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
