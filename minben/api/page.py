"""The reference of the API for people, made from its own document: one page in the docs, one at ``/api/v1/docs``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from minben.foundation.access.scopes import Scope

from .describing import document

HEAD = """<!-- Made by `python -m minben.api.reference`; do not edit. -->

# The API

Addresses lie under `/api/v1/`. The whole description is [openapi.json](openapi.json), served at `/api/v1/openapi.json`;
the same reference for people is at `/api/v1/docs`. New here? Begin with [your first ten calls](../how-to/first-ten-calls.md).

## Rules for every call

- **Who calls.** `Authorization: Bearer mb_…`. A system administrator makes the key; it is shown once, and only its SHA-256
  is kept. Until a security administrator lets it in, every call with it is answered 403 with the code `waiting`; a key
  that the operator makes on the server (`minben api-client make`) works at once. A client holds roles in one department, as staff do, and its scopes narrow
  them. A revoked key stops within 10 seconds; after a change of keys the old one works for 24 hours more, unless it
  leaked.
- **How often.** Each client has a rate a minute, counted in the memory of each server process (with two processes a
  client may reach twice its rate). Beyond it: 429 with `Retry-After`. Wrong keys: 60 a minute from one address.
- **Once.** Send `Idempotency-Key` with whatever changes something: the same call again is answered, not done again, for
  24 hours. The same key with another body is 409. Files have none.
- **Versions.** A case and a party carry an ETag. `If-None-Match` is answered with 304 while nothing changed; a transition
  needs `If-Match`: without it 428, with an old one 412.
- **Lists** come in pages: send `next` back as `cursor`. A page costs the same at any depth.
- **Unknown** parameters and fields are refused with 422, so that a misspelt one is not lost.
- **Refusals** are problem documents (RFC 9457, `application/problem+json`) in the language of `Accept-Language`.
  `invalid_params` names each field; quote `request_id` when you ask.
- **Personal data.** Each look is on record with the client's name, and the person can see it. Identity numbers are masked;
  in full they come one by one, with the scope `parties:numbers` and a reason. Do not put a number into an address where
  a proxy keeps logs: `GET /parties?identifier=` is for closed networks.
- A call may have 2.5 MB; a file may be as large as the settings say (10 MB as it comes), which `/api/v1/docs` of an
  installation tells. Times are UTC (ISO 8601). Texts by language are objects with `zh-hant`,
  `zh-hans`, `en`.
"""


@dataclass(frozen=True)
class Line:
    """One operation as the page shows it."""

    method: str
    path: str
    tag: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    body: list[tuple[str, str, str]]
    statuses: list[str]

    @property
    def words(self) -> str:
        """The description without the marks of Markdown."""
        return self.description.replace("`", "")

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """(name, where, kind, meaning) of everything that can be sent."""
        asked = [
            (each["name"], each["in"], _kind(each["schema"]).replace("`", ""), each.get("description", ""))
            for each in self.parameters
        ]
        return asked + [(name, "body", kind.replace("`", ""), told) for name, kind, told in self.body]


def lines() -> list[Line]:
    """Every operation, by tag and address."""
    found = [
        _line(method, path, each)
        for path, methods in document()["paths"].items()
        for method, each in methods.items()
    ]
    return sorted(found, key=lambda line: (line.tag, line.path, line.method))


def _line(method: str, path: str, operation: dict[str, Any]) -> Line:
    return Line(
        method=method.upper(),
        path=path,
        tag=operation.get("tags", [""])[0],
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=operation.get("parameters", []),
        body=list(_body(operation)),
        statuses=sorted(operation["responses"]),
    )


def _body(operation: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(field, kind, needed or what it means) of a JSON body; one line a field, variants one after another."""
    content = operation.get("requestBody", {}).get("content", {})
    for shape in content.values():
        yield from _fields(shape["schema"])


def _fields(schema: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    schema = _resolved(schema)
    for variant in schema.get("oneOf", []):
        yield from _fields(variant)
    needed = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        told = field.get("description", "")
        yield name, _kind(field), ("needed. " if name in needed else "") + told


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref", "").rsplit("/", 1)[-1]
    found: dict[str, Any] = document()["components"]["schemas"][reference] if reference else schema
    return found


def _kind(field: dict[str, Any]) -> str:
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "anyOf" in field:
        return " or ".join(_kind(each) for each in field["anyOf"])
    if "$ref" in field:
        return str(field["$ref"].rsplit("/", 1)[-1])
    if field.get("type") == "array":
        return f"list of {_kind(field.get('items', {}))}"
    return str(field.get("format") or field.get("type", "any"))


def markdown() -> str:
    """The page of the docs."""
    parts = [HEAD, _scopes(), "## Operations\n"]
    for line in lines():
        parts.append(f"### `{line.method} {line.path}`\n\n{line.summary}. {line.description}\n")
        if line.parameters:
            rows = [
                f"| `{each['name']}` | {each['in']} | {_cell(_kind(each['schema']))} | {_cell(each.get('description', ''))} |"
                for each in line.parameters
            ]
            parts.append("\n".join(["| parameter | in | kind | |", "|---|---|---|---|", *rows, ""]))
        if line.body:
            rows = [f"| `{name}` | {_cell(kind)} | {_cell(told)} |" for name, kind, told in line.body]
            parts.append("\n".join(["| field | kind | |", "|---|---|---|", *rows, ""]))
        parts.append(f"Answers: {', '.join(line.statuses)}.\n")
    return "\n".join(parts)


def _scopes() -> str:
    rows = [f"| `{scope.value}` | {scope.label} |" for scope in Scope]
    return "\n".join(["## Scopes", "", "| scope | opens |", "|---|---|", *rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
