"""Every operation of the API with one good call of it: asked from the API's own description."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minben.api.app import api
from minben.api.describing import document
from minben.api.door import Key

NEW = {"kind": "complaint", "title": "路燈不亮", "body": "三天了。", "channel": "app"}
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass(frozen=True)
class Operation:
    """One operation: its name, method, address and policies (any of them opens it)."""

    name: str
    method: str
    path: str
    policies: tuple[str, ...]

    def __str__(self) -> str:
        return self.name

    @property
    def of_a_case(self) -> bool:
        return "{case_id}" in self.path


@dataclass(frozen=True)
class Sent:
    """What a good call sends: JSON, a form, or a query."""

    body: Mapping[str, Any] | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    upload: str = "files"


GOOD: dict[str, Sent] = {
    "make_case": Sent(NEW),
    "make_cases": Sent({"cases": [{**NEW, "key": "one"}]}),
    "write_message": Sent({"text": "請再看一次。"}),
    "rate_case": Sent({"level": 5}),
    "move_case": Sent({"verb": "hurry"}),
    "keep_interaction": Sent({"summary": "詢問垃圾車時間"}),
    "make_party": Sent({"name": "王小明"}),
    "reveal_number": Sent({"reason": "核對申請人身分"}),
    "apply_for_service": Sent({"answers": {}}),
    "apply_for_event": Sent({"services": ["nothing"], "answers": {}}),
    "propose_services": Sent({"answers": {}}),
    "read_event_form": Sent(query={"services": "nothing"}),
    "name_signers": Sent({"signers": [{"role": 0, "name": "王大明", "address": "spouse@example.org"}]}),
    "give_up_application": Sent(),
    "store_file": Sent(upload="file"),
    "attach_files": Sent(form={"public": "true"}),
    "find_parties": Sent(query={"text": "王小明"}),
    "search": Sent(query={"text": "用水"}),
}
"""What needs more than its address."""


def every_operation() -> list[Operation]:
    """As the routes have them; the description says the same (tests/guards)."""
    policies = _policies()
    return [
        Operation(told["operationId"], method.upper(), path, policies[told["operationId"]])
        for path, methods in document()["paths"].items()
        for method, told in methods.items()
    ]


def _policies() -> dict[str, tuple[str, ...]]:
    return {
        operation.operation_id or "": auth.any_of or (auth.policy,)
        for router in api._get_bound_routers()
        for found in router.path_operations.values()
        for operation in found.operations
        for auth in operation.auth_callbacks
        if isinstance(auth, Key)
    }


def call(operation: Operation, key: str, known: Mapping[str, Any], *, browser: Client | None = None) -> Any:
    """Send the good call with ``key``; ``known`` fills the address."""
    client, sent = browser or Client(), GOOD.get(operation.name, Sent())
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    path = operation.path.format(**known)
    if operation.method == "GET":
        return client.get(path, sent.query, headers=headers)
    if operation.method == "DELETE":
        return client.delete(path, headers=headers)
    if sent.body is None:
        upload = SimpleUploadedFile("a.pdf", PDF, content_type="application/pdf")
        return client.post(path, {**sent.form, sent.upload: upload}, headers=headers)
    headers["If-Match"] = "*"
    return client.post(path, json.dumps(sent.body), content_type="application/json", headers=headers)
