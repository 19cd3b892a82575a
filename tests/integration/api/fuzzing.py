"""What schemathesis is told about the API: all its checks are on; where a rule goes beyond the shape, 422 is right."""

from __future__ import annotations

from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application
from schemathesis.config import SchemathesisConfig

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
