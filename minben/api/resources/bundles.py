"""Applying for several services as one matter (一件事): what applies, the one form, the application and its parts."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from ninja import Query, Router

from minben.api.door import actor
from minben.api.once import KEY
from minben.api.operations import operation
from minben.api.replies import dumps, reply
from minben.api.schemas.applications import ApplicationState, FormSchema
from minben.api.schemas.bundles import BundleMade, NewBundle, PartList, Proposal, ProposalAsked
from minben.cases.actions.apply import Applied, judged
from minben.cases.applications import fees
from minben.cases.applications.matter import signers_of
from minben.cases.applications.offered import of_services
from minben.cases.reading.rows import part_rows, readable
from minben.catalog.formschema import schema_of, written
from minben.catalog.models import Signer
from minben.catalog.queries import bundles as catalogue
from minben.catalog.queries.bundles import Proposed
from minben.foundation.audit import trail
from minben.parties.queries import phone_region
from minben.payments.money import major

from .applications import SCHEMA, applied
from .catalog import SLUG

router = Router(tags=["applications"])
SERVICES = Query(..., min_length=1, max_length=60, description="The services that are applied for.")


@operation(
    router, "GET", "/events/{slug}/questions", policy="catalog.read", answer=FormSchema, problems=(404, 422)
)  # fmt: skip
def read_event_questions(request: HttpRequest, slug: str = SLUG) -> HttpResponse:
    """Read the few questions that find which services of a life event apply, as a JSON Schema.

    404 for a life event whose services are applied for one by one.
    """
    found = catalogue.bundle(slug)
    named = {"$id": f"urn:minben:questions:{slug}", "title": str(found.event)}
    return HttpResponse(dumps(named | schema_of(found.questions)), content_type=SCHEMA)


@operation(
    router, "POST", "/events/{slug}/proposal", policy="catalog.read", answer=Proposal, problems=(400, 404, 422)
)  # fmt: skip
def propose_services(request: HttpRequest, given: ProposalAsked, slug: str = SLUG) -> HttpResponse:
    """Ask which services of a life event apply to somebody who answers so, and why.

    Nothing is kept. What it costs and who else signs is told for each service.
    """
    found = catalogue.bundle(slug)
    answers = judged(found.questions, given.answers, region=phone_region())
    with override(given.language):
        proposed = catalogue.proposed(found, answers, now=timezone.now())
        keys = [one.offered.key for one in proposed if one.applies]
        materials = [{"code": one.code, "name": one.name} for one in found.to_have(keys)]
        signers = signers_of([one.offered.version for one in proposed])
        services = [_proposed(one, signers[one.offered.version.id]) for one in proposed]
        return reply({"services": services, "materials": materials})


def _proposed(one: Proposed, signers: Sequence[Signer]) -> dict[str, Any]:
    version = one.offered.version
    fee = fees.owed(version) if fees.paid_before(version) else None
    return {
        "service": one.offered.key,
        "name": version.name,
        "applies": one.applies,
        "because": list(one.because),
        "after": sorted(one.offered.part.after),
        "fee": {"amount": str(major(fee.amount, fee.currency)), "currency": fee.currency} if fee else None,
        "signers": [{"name": role.name, "least": role.least, "most": role.most} for role in signers],
    }


@operation(
    router, "GET", "/events/{slug}/form", policy="catalog.read", answer=FormSchema, problems=(404, 422),
    query=("services",),
)  # fmt: skip
def read_event_form(request: HttpRequest, slug: str = SLUG, services: list[str] = SERVICES) -> HttpResponse:
    """Read the one form of some services of a life event as a JSON Schema 2020-12 document.

    What several of them ask is asked once, and what one of them produces is not asked at all.
    """
    found = catalogue.bundle(slug)
    matter = of_services(found, services)
    number = max(version.number for version in matter.versions)
    document = written(matter.questions, slug, number, matter.name)
    named = {"$id": f"urn:minben:form:{slug}:{'+'.join(matter.chosen)}"}
    return HttpResponse(dumps(document | named), content_type=SCHEMA)


@operation(
    router, "POST", "/events/{slug}/applications", policy="case.submit", answer=BundleMade, status=201,
    others={200: BundleMade, 202: ApplicationState}, problems=(400, 404, 409, 422),
)  # fmt: skip
def apply_for_event(
    request: HttpRequest, given: NewBundle, slug: str = SLUG, idempotency_key: str | None = KEY
) -> HttpResponse:
    """Apply for several services of a life event with one form.

    The whole is a case, and each service that can begin is a case of its own; both are told. What is paid for, or signed
    by others, before it is sent is answered 202, as for a single service: one sum, and each signs once. The answers are
    judged by the one form (`GET /events/{slug}/form`); each wrong one is named in `invalid_params`. Send an
    `Idempotency-Key`: the same call again makes no second case.
    """
    who = actor(request)
    matter = of_services(catalogue.bundle(slug), given.services)
    wanted = Applied(**given.model_dump(exclude={"signers", "services"}))
    body = {"event": slug, **given.model_dump(mode="json")}
    return applied(who, matter, wanted, given.signers, body, key=idempotency_key)


@operation(
    router, "GET", "/cases/{case_id}/parts", policy="case.read", answer=PartList, problems=(404, 422)
)  # fmt: skip
def list_parts(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """List the parts of an application for several services, in their order; none for another case."""
    who = actor(request)
    case = readable(who, case_id)
    trail.saw(who, "api.case.parts", kind="case", ids=[case.id], case_id=case.id)
    return reply({"items": part_rows(case)})
