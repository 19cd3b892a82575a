"""An application that was granted brings the certificates that its service names as results."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import QuerySet

from minben.cases.models import Case, CaseDocument, CaseEvent, Kind
from minben.cases.queries import own_cases
from minben.catalog.models import Output
from minben.certificates.actions import issue
from minben.certificates.models import Certificate
from minben.certificates.orders import Order
from minben.certificates.queries import papers_of
from minben.foundation.access.actor import SYSTEM, Actor

CERTIFICATE = "10"
GRANTED = "granted"
WITHDRAWN = "withdrawn"
"""It was granted on a promise that was not kept; its certificates were revoked."""


def brings_one(case_id: uuid.UUID) -> bool:
    """Whether a certificate is to be issued. Nothing is for a case without a name, or one without a service."""
    granted = Case.objects.filter(pk=case_id, kind=Kind.APPLICATION, outcome=GRANTED, party_id__isnull=False)
    return granted.filter(department__isnull=False, service_version__outputs__kind=CERTIFICATE).exists()


def award(case_id: uuid.UUID) -> list[Certificate]:
    """Issue what a granted application brings and lay it among the files of the case; the same when called again."""
    if not brings_one(case_id):
        return []
    case = Case.objects.select_related("party", "department__jurisdiction").get(pk=case_id)
    made = [issue(SYSTEM, order) for order in _orders(case)]
    for certificate in made:
        laid_on(case, certificate)
    return made


@transaction.atomic
def laid_on(case: Case, certificate: Certificate) -> None:
    """No step of the case: whoever has it open is not told that somebody was faster."""
    Case.objects.select_for_update(of=("self",)).only("id").get(pk=case.id)
    paper = certificate.document_id
    if paper is not None and not CaseDocument.objects.filter(case=case, document_id=paper).exists():
        CaseDocument.objects.create(case=case, document_id=paper, public=True)


def papers_on(case: Case) -> list[Certificate]:
    """Certificates and letters of a case; asked for only where there can be some."""
    return papers_of(case.id) if case.kind == Kind.APPLICATION else []


def own_papers(actor: Actor) -> QuerySet[Certificate]:
    """Certificates and letters of every case that is the actor's own."""
    return Certificate.objects.filter(case_id__in=own_cases(actor).values("id"))


def cases_of(papers: Iterable[Certificate]) -> dict[uuid.UUID, Case]:
    """The case of each paper: one statement."""
    return Case.objects.only("id", "number", "title", "track_token").in_bulk({one.case_id for one in papers})


def awarded(case: Case) -> list[Certificate]:
    """The certificates of a case."""
    return [paper for paper in papers_on(case) if not paper.is_letter]


def order_again(case: Case, held: Certificate) -> Order | None:
    """The order of a certificate that was issued, with the name that its holder has now."""
    full = Case.objects.select_related("party", "department__jurisdiction").get(pk=case.pk)
    if full.party is None or full.department is None or held.is_letter:
        return None
    return next((order for order in _orders(full) if order.output == held.output), None)


def _orders(case: Case) -> Iterator[Order]:
    assert case.party is not None and case.department is not None
    decided_by = _who_decided(case)
    for output in Output.objects.filter(version_id=case.service_version_id, kind=CERTIFICATE).order_by(
        "order"
    ):
        yield Order(
            case_id=case.id,
            case_number=case.number,
            output=output.code or f"output-{output.order}",
            name=output.name,
            validity=output.validity,
            party_id=case.party.id,
            holder=case.party.name,
            department=case.department,
            language=case.language,
            service_version_id=case.service_version_id,
            decided_by=decided_by,
        )


def _who_decided(case: Case) -> uuid.UUID | None:
    rows = CaseEvent.objects.filter(case_id=case.id, name="decide").order_by("-id")
    return rows.values_list("actor_id", flat=True).first()
