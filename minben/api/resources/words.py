"""Messages, files and the timeline of a case."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from minben.api.door import actor
from minben.api.once import KEY, done_once
from minben.api.operations import operation
from minben.api.replies import page_reply, reply
from minben.api.schemas.common import Paged
from minben.api.schemas.working import CaseChanged, ContactPage, DocumentList, EventPage, NewMessage
from minben.cases.actions.calling import add_words
from minben.cases.actions.messages import attach, write
from minben.cases.queries import document_of
from minben.cases.reading.rows import contact_rows, document_rows, event_rows, readable
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.files.actions import store
from minben.foundation.files.download import download

from .transitions import changed_row

router = Router(tags=["cases"])
BINARY = {"responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}}}


@operation(
    router, "POST", "/cases/{case_id}/messages", policy="case.write", answer=CaseChanged, status=201,
    problems=(400, 404, 409, 422),
)  # fmt: skip
def write_message(
    request: HttpRequest, case_id: uuid.UUID, given: NewMessage, idempotency_key: str | None = KEY
) -> HttpResponse:
    """Add a message to a case: from the person, or to them."""
    who = actor(request)

    def work() -> dict[str, Any]:
        readable(who, case_id)
        if given.direction == "out":
            return changed_row(write(who, case_id, text=given.text, channel=given.channel))
        return changed_row(
            add_words(who, case_id, text=given.text, channel=given.channel, call=given.external_id)
        )

    body = {"case": str(case_id), **given.model_dump()}
    result, _new = done_once(who, idempotency_key, "message", body, work)
    return reply(result, status=201)


@operation(
    router, "GET", "/cases/{case_id}/events", policy="case.read", answer=EventPage, problems=(404, 422),
    query=Paged.model_fields,
)  # fmt: skip
def list_events(request: HttpRequest, case_id: uuid.UUID, asked: Query[Paged]) -> HttpResponse:
    """Read what happened on a case, newest first."""
    case = readable(actor(request), case_id)
    page = event_rows(case, cursor=asked.cursor, size=asked.size)
    trail.saw(actor(request), "api.case.events", kind="case", ids=[case.id], case_id=case.id)
    return page_reply(page, page.items)


@operation(
    router, "GET", "/cases/{case_id}/interactions", policy="case.read", answer=ContactPage,
    problems=(404, 422), query=Paged.model_fields,
)  # fmt: skip
def list_case_interactions(request: HttpRequest, case_id: uuid.UUID, asked: Query[Paged]) -> HttpResponse:
    """Read the contacts about a case, newest first."""
    case = readable(actor(request), case_id)
    page = contact_rows(case, cursor=asked.cursor, size=asked.size)
    trail.saw(actor(request), "api.case.interactions", kind="case", ids=[case.id], case_id=case.id)
    return page_reply(page, page.items)


@operation(
    router, "POST", "/cases/{case_id}/documents", policy="case.attach", answer=DocumentList, status=201,
    problems=(400, 404, 409, 413, 422), form=("files", "public"),
)  # fmt: skip
def attach_files(
    request: HttpRequest,
    case_id: uuid.UUID,
    files: list[UploadedFile] = File(..., description="At most 10."),  # noqa: B008
    public: bool = Form(True, description="May the person see them?"),
) -> HttpResponse:
    """Add files to a case.

    Each may be as large as the settings of files say: 10 MB as it comes, never more than 50 MB.

    The kind is read from the bytes, never from the name; what is not taken or does not pass the virus check is
    refused, and then none of the call is kept.
    """
    who = actor(request)
    case = readable(who, case_id)
    require(who, "case.attach", case)
    stored = [store(who, upload) for upload in files]
    attach(who, case.id, document_ids=[document.id for document in stored], public=public)
    wanted = {document.id for document in stored}
    return reply({"items": [row for row in document_rows(case) if row["id"] in wanted]}, status=201)


@operation(
    router, "GET", "/cases/{case_id}/documents/{document_id}", policy="case.read", answer=None,
    problems=(404, 422), extra=BINARY,
)  # fmt: skip
def read_file(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID) -> FileResponse:
    """Read a file of a case, once it passed the virus check."""
    case = readable(actor(request), case_id)
    document = document_of(case, document_id).document
    trail.saw(actor(request), "api.file", kind="document", ids=[document.id], case_id=case.id)
    response = download(document)
    response["Content-Type"] = "application/octet-stream"
    return response
