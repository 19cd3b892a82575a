"""Applying for a service: its form as a JSON Schema, the files, the whole form at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Router
from ninja.files import UploadedFile

from minben.api.door import actor
from minben.api.once import KEY, done_once
from minben.api.operations import operation
from minben.api.replies import dumps, reply
from minben.api.schemas.applications import (
    ApplicationState,
    FileStored,
    FormSchema,
    NewApplication,
    SignerNamed,
)
from minben.api.schemas.cases import CaseMade
from minben.cases.actions.apply import Applied, apply
from minben.cases.actions.handing_in import waits_for_something
from minben.cases.applications.matter import Matter
from minben.cases.applications.offered import of_service
from minben.cases.intake.opening import remembered, told_before
from minben.cases.models import Case
from minben.cases.reading.rows import part_rows
from minben.catalog import queries
from minben.catalog.forms import parse
from minben.catalog.formschema import written
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.files.actions import store
from minben.foundation.records.errors import Missing
from minben.foundation.records.ids import new_id
from minben.parties.queries import phone_region

from .cases import made_row
from .catalog import SLUG
from .waiting import state_reply, wait

router = Router(tags=["applications"])
SCHEMA = "application/schema+json"


@operation(
    router, "GET", "/services/{slug}/form", policy="catalog.read", answer=FormSchema, problems=(404, 422)
)  # fmt: skip
def read_form(request: HttpRequest, slug: str = SLUG) -> HttpResponse:
    """Read the form of a service as a JSON Schema 2020-12 document.

    What a schema cannot say stands in `x-minben-…` keywords: labels in three languages, order, headings, conditions,
    what fills an answer, its data element. A document of answers that this schema takes, the application takes.
    """
    version = queries.service(slug).version
    if not version.form:
        raise Missing(_("This service cannot be applied for online yet. The guide says where to go."))
    document = written(parse(version.form), slug, version.number, version.name)
    return HttpResponse(dumps(document), content_type=SCHEMA)


@operation(
    router, "POST", "/files", policy="case.submit", answer=FileStored, status=201, problems=(400, 413, 422),
    form=("file",),
)  # fmt: skip
def store_file(
    request: HttpRequest,
    file: UploadedFile = File(..., description="One file."),  # noqa: B008
) -> HttpResponse:
    """Store a file that an application will name in its answers.

    A file that nothing names within a day is deleted.
    """
    who = actor(request)
    require(who, "case.submit")
    held = store(who, file)
    return reply({"id": held.id, "name": held.name, "size": held.size, "sha256": held.sha256}, status=201)


@operation(
    router, "POST", "/services/{slug}/applications", policy="case.submit", answer=CaseMade, status=201,
    others={200: CaseMade, 202: ApplicationState}, problems=(400, 404, 409, 422),
)  # fmt: skip
def apply_for_service(
    request: HttpRequest, given: NewApplication, slug: str = SLUG, idempotency_key: str | None = KEY
) -> HttpResponse:
    """Apply for a service.

    A service that is paid for, or signed by others, before it is sent is answered 202: the application waits, and says for
    what and where. It goes in by itself; read its state at the address in `Location`. The answers are judged by the form as it is published, exactly as on the public site; each wrong one is named in
    `invalid_params` as `answers.<question>`. Send an `Idempotency-Key`: the same call again makes no second case.
    """
    matter = of_service(queries.form_of(slug))
    wanted = Applied(**given.model_dump(exclude={"signers"}))
    body = {"service": slug, **given.model_dump(mode="json")}
    return applied(actor(request), matter, wanted, given.signers, body, key=idempotency_key)


def applied(
    who: Actor,
    matter: Matter,
    wanted: Applied,
    signers: Sequence[SignerNamed],
    body: Mapping[str, Any],
    *,
    key: str | None,
) -> HttpResponse:
    """One application, once: 201 with its case, 200 when it was made before, 202 while it waits."""

    def work() -> dict[str, Any]:
        if waits_for_something(matter):
            return {"waits": wait(who, matter, wanted, signers)}
        return remembered(apply(who, matter, wanted, key=key or str(new_id()), region=phone_region()))

    result, new = done_once(who, key, "apply", body, work)
    if "waits" in result:
        return state_reply(who, result["waits"], status=202)
    made = told_before(result)
    row = made_row(made) | {"new": new}
    if matter.event is not None:
        row["parts"] = part_rows(Case.objects.get(pk=made.case_id))
    return reply(row, status=201 if new else 200, headers={"Location": f"/api/v1/cases/{made.case_id}"})
