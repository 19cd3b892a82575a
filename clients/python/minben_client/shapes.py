"""The shapes of what is sent and told, for type checkers. The API's own document says more: /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any, TypedDict


class CaseMade(TypedDict):
    id: str
    number: str
    code: str
    promised_at: str | None
    new: bool


class CaseLine(TypedDict):
    id: str
    number: str
    kind: str
    status: str
    group: str
    urgency: str
    privacy: str
    channel: str
    language: str
    title: str
    topic: str
    place: str
    party_id: str | None
    department_id: str | None
    assignee_id: str | None
    made_at: str
    promised_at: str | None
    closed_at: str | None
    version: int


class CaseWhole(CaseLine):
    body: str
    answer: str
    documents: list[dict[str, Any]]
    can: list[str]


class CaseChanged(TypedDict):
    id: str
    status: str
    version: int


class PartyLine(TypedDict):
    id: str
    kind: str
    state: str
    name: str
    birth_date: str | None
    gender: str
    language: str
    is_government: bool
    version: int


class BatchAnswer(TypedDict):
    key: str
    status: int
    case: CaseMade | None
    problem: dict[str, Any] | None


class BatchAnswers(TypedDict):
    made: int
    repeated: int
    refused: int
    answers: list[BatchAnswer]
