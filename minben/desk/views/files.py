"""Files of a case, and the application as it was sent, for those who may read it."""

from __future__ import annotations

import uuid

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases import queries
from minben.cases.applications.sent_copy import as_response
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.files import actions as files


@never_cache
@require_safe
@guarded("case.list")
def download(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID) -> FileResponse:
    """A file as attachment, never shown inside our pages; the look is on record."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    document = queries.document_of(case, document_id, actor).document
    trail.saw(actor, "desk.file", kind="document", ids=[document.id], case_id=case.id)
    response = FileResponse(files.read(document), as_attachment=True, filename=document.name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_safe
@guarded("case.list")
def sent_copy(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The application as it was sent, as a PDF in the clerk's language; the look is on record."""
    actor = actor_of(request)
    return as_response(actor, queries.case_for(actor, case_id))
