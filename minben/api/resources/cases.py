"""Cases: make, list, read."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from minben.api.door import actor
from minben.api.once import KEY
from minben.api.operations import operation
from minben.api.replies import etag, not_modified, page_reply, reply
from minben.api.schemas.cases import CaseMade, CasePage, CasesAsked, CaseWhole, NewCase
from minben.cases.actions.submit import submit
from minben.cases.intake import Submission, Submitted
from minben.cases.models import Case
from minben.cases.queries import Filter, verbs_for
from minben.cases.reading.rows import case_rows, document_rows, readable, whole_row
from minben.foundation.audit import trail
from minben.foundation.records.ids import new_id

router = Router(tags=["cases"])


@operation(
    router, "POST", "/cases", policy="case.submit", answer=CaseMade, status=201, others={200: CaseMade},
    problems=(400, 409, 422),
)  # fmt: skip
def make_case(request: HttpRequest, given: NewCase, idempotency_key: str | None = KEY) -> HttpResponse:
    """Make a case.

    Send an `Idempotency-Key`: the same call again makes no second case, it is answered as before with status 200; the
    same key with another body is refused with 409.
    """
    made = submit(actor(request), Submission(**given.model_dump()), key=idempotency_key or str(new_id()))
    return reply(
        made_row(made),
        status=201 if made.new else 200,
        headers={"Location": f"/api/v1/cases/{made.case_id}"},
    )


def made_row(made: Submitted) -> dict[str, object]:
    return {
        "id": made.case_id,
        "number": made.number,
        "code": made.code,
        "promised_at": made.promised_at,
        "new": made.new,
    }


@operation(
    router, "GET", "/cases", policy="case.list", answer=CasePage, problems=(422,),
    query=CasesAsked.model_fields,
)  # fmt: skip
def list_cases(request: HttpRequest, asked: Query[CasesAsked]) -> HttpResponse:
    """List cases in the scope of the client's department, newest first or what is due first."""
    given = asked.model_dump(exclude={"cursor", "size", "order"})
    narrowed = Filter(**{name: value for name, value in given.items() if value})
    who = actor(request)
    page = case_rows(who, narrowed, cursor=asked.cursor, size=asked.size, order=asked.order)
    trail.saw(who, "api.cases", kind="case", ids=[row["id"] for row in page.items])
    return page_reply(page, page.items)


@operation(
    router, "GET", "/cases/{case_id}", policy="case.read", answer=CaseWhole, others={304: None},
    problems=(404, 422),
)  # fmt: skip
def read_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Read a case, its files and what this client may do with it now.

    The ETag is the version of the case: send it as `If-None-Match` to be answered with 304 while nothing changed, and
    as `If-Match` with a transition.
    """
    case = readable(actor(request), case_id)
    same = not_modified(request, case.version)
    if same is not None:
        return same
    trail.saw(actor(request), "api.case", kind="case", ids=[case.id], case_id=case.id)
    return case_reply(request, case)


def case_reply(request: HttpRequest, case: Case) -> HttpResponse:
    """The whole case with its version as ETag."""
    can = sorted(verbs_for(actor(request), case))
    return reply(
        whole_row(case) | {"documents": document_rows(case), "can": can}, headers={"ETag": etag(case.version)}
    )
