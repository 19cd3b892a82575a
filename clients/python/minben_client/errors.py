"""What can go wrong: the API refused (a problem document, RFC 9457), or did not answer."""

from __future__ import annotations

from typing import Any

import httpx


class NoAnswer(Exception):
    """No answer came, also after the retries. A change may have been done; send it again with the same key."""


class MinbenError(Exception):
    """A refusal. ``fields`` holds the reason by the name of the field."""

    def __init__(self, status: int, code: str, detail: str, fields: dict[str, str], request_id: str) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status, self.code, self.detail = status, code, detail
        self.fields, self.request_id = fields, request_id

    @classmethod
    def of(cls, response: httpx.Response) -> MinbenError:
        """From a problem document; from anything else (a proxy's page) as well as can be."""
        try:
            body: dict[str, Any] = response.json()
        except ValueError:
            return cls(response.status_code, "unknown", response.reason_phrase, {}, "")
        fields = {wrong["name"]: wrong["reason"] for wrong in body.get("invalid_params", [])}
        return cls(
            response.status_code,
            str(body.get("code", "unknown")),
            str(body.get("detail", "")),
            fields,
            str(body.get("request_id", "")),
        )
