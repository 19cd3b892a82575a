"""The problem document (RFC 9457)."""

from __future__ import annotations

from pydantic import Field

from .common import Told


class InvalidParam(Told):
    name: str = Field(description="The field, with dots between levels: `person.phone`, `cases.3.title`.")
    reason: str


class Problem(Told):
    """Why a call was not done, and what to do next, in the language of `Accept-Language`."""

    type: str = Field(examples=["urn:minben:problem:invalid"])
    title: str = Field(examples=["The input breaks a rule"])
    status: int = Field(examples=[422])
    code: str = Field(examples=["invalid"])
    detail: str
    request_id: str = Field(description="Quote it when you ask us: our log carries it.")
    invalid_params: list[InvalidParam]
