"""Results to post and to hand over: the list, its exports, one result, and what is done with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases import queries
from minben.cases.actions import delivering
from minben.cases.applications import deliveries
from minben.cases.applications.label_sheet import labels_for
from minben.desk.forms.results import PARTS, ChoiceForm
from minben.desk.presenters import results as shown
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.files.download import pdf
from minben.foundation.records.errors import Missing, Text
from minben.foundation.records.keyset import count_up_to, keyset_page

from .plain import Asked, acted

POLICY = "result.list"
MOST_IN_A_FILE = 2000


@never_cache
@require_safe
@guarded(POLICY)
def results(request: HttpRequest) -> HttpResponse:
    """What is due first in front; names and addresses that are shown are on record."""
    actor, asked = actor_of(request), shown.asked_for(request.GET)
    rows = deliveries.listed_for(actor, asked)
    page = keyset_page(rows, order=("due_at", "id"), cursor=request.GET.get("cursor", ""), size=30)
    trail.saw(actor, "desk.results", kind="case", ids=[row.case_id for row in page.items])
    narrowed = request.GET.copy()
    narrowed.pop("cursor", None)
    context = {
        "asked": asked,
        "tabs": shown.tabs(asked),
        "form": shown.narrowing(actor, asked, request.GET),
        "page": page,
        "lines": shown.lines(actor, page.items),
        "count": count_up_to(rows),
        "query": narrowed.urlencode(),
    }
    return render(request, "desk/results.html", context)


@never_cache
@require_safe
@guarded(POLICY)
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is narrowed, as CSV: at most 2,000 lines; the export and what it held are on record."""
    actor, asked = actor_of(request), shown.asked_for(request.GET)
    rows = list(deliveries.listed_for(actor, asked).order_by("due_at", "id")[:MOST_IN_A_FILE])
    trail.wrote(
        actor, "result.exported", subject=("results", None), reason=f"{asked.way} {asked.state}".strip()
    )
    trail.saw(actor, "desk.results.csv", kind="case", ids=[row.case_id for row in rows])
    response = HttpResponse("".join(shown.csv_lines(rows)), content_type="text/csv; charset=utf-8")
    name = f"minben-results-{timezone.localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@require_safe
@guarded(POLICY)
def labels(request: HttpRequest) -> HttpResponse:
    """Address labels of what is to be posted, as the list is narrowed."""
    actor, asked = actor_of(request), shown.asked_for(request.GET)
    return pdf(labels_for(actor, asked), f"minben-labels-{timezone.localdate():%Y%m%d}")


@never_cache
@require_safe
@guarded(POLICY)
def result(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One result: how it goes, where it is, what can be done now. Its code is not shown: the person says it."""
    actor = actor_of(request)
    row = deliveries.delivery_for(actor, case_id)
    trail.saw(actor, "desk.result", kind="case", ids=[case_id], case_id=case_id)
    context = {
        "row": row,
        "case": row.case,
        "state": shown.LABELS[shown.State(row.state)],
        "tone": shown.TONES.get(shown.State(row.state), "neutral"),
        "parts": shown.parts_for(actor, row),
        "opens_case": allowed(actor, "case.read", row.case),
    }
    return render(request, "desk/result.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(POLICY)
def do(request: HttpRequest, case_id: uuid.UUID, name: str) -> HttpResponse:
    """The form of one step, and what it does."""
    actor, part = actor_of(request), PARTS.get(name)
    if part is None:
        raise Missing(_("There is no such step."))
    row, back = deliveries.delivery_for(actor, case_id), reverse("desk:result", args=[case_id])
    require(actor, f"case.{part.verb}", row.case)

    def act(given: dict[str, Any]) -> Text:
        part.act(actor, case_id, given)
        return part.done

    who = f"{row.case.number} · {row.recipient or row.collector or (row.case.party.name if row.case.party else '')}"
    asked = Asked(str(part.label), str(part.label), back, who, lead=str(part.lead))
    return acted(request, part.form(request.POST if request.method == "POST" else None), asked, act)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.choose_delivery")
def choose(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """What the person says on the telephone or at the counter about how the result should come."""
    actor = actor_of(request)
    case, back = queries.case_for(actor, case_id), reverse("desk:case", args=[case_id])
    require(actor, "case.choose_delivery", case)
    form = ChoiceForm(deliveries.offices_for(case), request.POST or None, initial=shown.said_before(case))

    def act(_given: dict[str, Any]) -> Text:
        delivering.choose(actor, case.id, form.choice)
        return _("Kept. The person sees it on the page of the case.")

    asked = Asked(
        _("How the result comes"), _("Keep"), back, case.number, lead=_("Write what the person says.")
    )
    return acted(request, form, asked, act)
