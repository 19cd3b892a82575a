"""What schemathesis is told about the API: all its checks are on; where a rule goes beyond the shape, 422 is right."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import schemathesis
from django.core.wsgi import get_wsgi_application
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import AcceptedNegativeData, FailureGroup

ACCEPTED = ["2xx", "304", "401", "403", "404", "409", "412", "428", "429"]
BEYOND_SHAPE = {
    "find_parties": "a number has check digits",
    "make_party": "phone numbers, e-mail addresses and identity numbers have rules of their own",
    "keep_interaction": "a phone number has rules of its own, a party must be there",
    "make_case": "a party must be there",
    "move_case": "a department must be open",
    "rate_case": "a bad level needs a reason",
    "attach_files": "the kind is read from the bytes",
}
"""Operations that may refuse a well-shaped call with 422, each with its reason."""


def config(examples: int) -> SchemathesisConfig:
    """All checks, positive and negative data, the same each time."""
    operations: list[dict[str, Any]] = [
        {
            "include-operation-id": name,
            "checks": {"positive_data_acceptance": {"expected-statuses": [*ACCEPTED, "422"]}},
        }
        for name in BEYOND_SHAPE
    ]
    return SchemathesisConfig.from_dict(
        {
            "seed": 20261125,
            "generation": {
                "mode": "all",
                "max-examples": examples,
                "deterministic": True,
                "allow-x00": False,
            },
            "parameters": {"query.cursor": ""},
            "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
            "operations": operations,
        }
    )


def schema_of(examples: int) -> Any:
    """The API as it describes itself, called within the process."""
    return schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), config=config(examples)
    )


def check(case: Any, key: str) -> None:
    """Call with a key and judge. Raises FailureGroup.

    A call may be meant to be wrong and be right as it is sent: the tool leaves the key away, which is sent here, or adds a
    parameter without a value, which no address can carry. That such a call is answered is no finding.
    """
    headers = {"Authorization": f"Bearer {key}"}
    response = case.call(headers=headers)
    try:
        case.validate_response(response, headers=headers)
    except FailureGroup as group:
        if not all(_right_as_sent(found, case, response.request.url) for found in group.exceptions):
            raise


_NOT_SENT = {"- header: violates `required` (was Authorization)", "- query: violates `additionalProperties`"}


def _right_as_sent(failure: BaseException, case: Any, url: str) -> bool:
    if not isinstance(failure, AcceptedNegativeData):
        return False
    broken = {line.strip() for line in failure.message.splitlines() if line.strip().startswith("- ")}
    sent = set(parse_qs(urlsplit(url).query, keep_blank_values=True))
    return bool(broken) and broken <= _NOT_SENT and sent <= {one.name for one in case.operation.query}
