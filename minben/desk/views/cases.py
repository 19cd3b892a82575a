"""The list of cases: narrowed, sorted, paged by keyset, exported."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases import queries
from minben.cases.models import Case
from minben.desk.forms.cases import CasesForm
from minben.desk.presenters.cases import chips, without
from minben.desk.presenters.export import csv_lines
from minben.foundation.access.actor import Actor
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.keyset import count_up_to

SIZE = 25
EXPORT_MOST = 10_000
_BATCH = 500


@never_cache
@require_safe
@guarded("case.list")
def cases(request: HttpRequest) -> HttpResponse:
    """What the actor's departments see, newest or due first."""
    actor = actor_of(request)
    form = CasesForm(actor, request.GET)
    page = queries.case_list(actor, form.narrowed, cursor=_cursor(request, form), size=SIZE, order=form.order)
    trail.saw(actor, "desk.cases", kind="case", ids=[row.case_id for row in page.items])
    address = reverse("desk:cases")
    context = {
        "form": form,
        "page": page,
        "count": count_up_to(queries.listed(actor, form.narrowed, form.order)),
        "chips": chips(form, request.GET, address),
        "address": address,
        "map": without(request.GET, reverse("desk:case_map"), "sort", "day"),
        "export": f"{reverse('desk:export')}?{request.GET.urlencode()}",
    }
    return render(request, "desk/cases.html", context)


@never_cache
@require_safe
@guarded("case.list")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV, up to 10,000 lines, streamed; the export and what it held are on record."""
    actor = actor_of(request)
    form = CasesForm(actor, request.GET)
    trail.wrote(actor, "case.exported", subject=("cases", None), reason=request.GET.urlencode())
    response = StreamingHttpResponse(
        csv_lines(_exported(actor, form)), content_type="text/csv; charset=utf-8"
    )
    name = f"minben-cases-{timezone.localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _exported(actor: Actor, form: CasesForm) -> Iterator[Case]:
    """Page by page, one read line for each."""
    cursor = ""
    for _page in itertools.repeat(None, EXPORT_MOST // _BATCH):
        page = queries.case_list(actor, form.narrowed, cursor=cursor, size=_BATCH, order=form.order)
        trail.saw(actor, "desk.cases.csv", kind="case", ids=[row.case_id for row in page.items])
        yield from (row.case for row in page.items)
        cursor = page.next
        if not cursor:
            return


def _cursor(request: HttpRequest, form: CasesForm) -> str:
    given = request.GET.get("cursor", "")
    if given or form.day_end is None:
        return given
    return queries.cursor_at(form.day_end, form.order)
