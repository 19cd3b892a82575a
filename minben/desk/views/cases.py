"""The list of cases: narrowed, sorted, paged by keyset, kept as a view, exported."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases import queries
from minben.cases.models import Case
from minben.desk.actions.views import default_of
from minben.desk.forms.bulk import verbs_for
from minben.desk.forms.cases import CasesForm
from minben.desk.forms.views import SaveViewForm
from minben.desk.presenters.cases import chips, without
from minben.desk.presenters.columns import EXPORTED, names_for
from minben.desk.presenters.export import XLSX, csv_lines, for_the_trail, workbook
from minben.desk.presenters.lists import receipt, view_address, view_tabs
from minben.desk.presenters.live import listening
from minben.foundation.access.actor import Actor
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.ids import new_id
from minben.foundation.records.keyset import count_up_to

SIZE = 25
Response = TypeVar("Response", bound=HttpResponseBase)
EXPORT_MOST = 10_000
_BATCH = 500


@never_cache
@require_safe
@guarded("case.list")
def cases(request: HttpRequest) -> HttpResponse:
    """What the actor's departments see, newest or due first; without a question, the view that opens by itself."""
    actor, address = actor_of(request), reverse("desk:cases")
    if not request.GET and (view := default_of(actor)) is not None:
        return HttpResponseRedirect(view_address(view, address))
    form = CasesForm(actor, request.GET)
    page = queries.case_list(actor, form.narrowed, cursor=_cursor(request, form), size=SIZE, order=form.order)
    trail.saw(actor, "desk.cases", kind="case", ids=[row.case_id for row in page.items])
    context = {
        "form": form,
        "page": page,
        "names": names_for(form.shown, [row.case for row in page.items]),
        "count": count_up_to(queries.listed(actor, form.narrowed, form.order)),
        "chips": chips(form, request.GET, address),
        "address": address,
        **_beside(request, actor, address),
        "map": without(request.GET, reverse("desk:case_map"), "sort", "day"),
    }
    return render(request, "desk/cases.html", context)


def _beside(request: HttpRequest, actor: Actor, address: str) -> dict[str, Any]:
    """Views, bulk verbs and the receipt of the last press."""
    asked = request.GET.urlencode()
    return {
        "tabs": view_tabs(actor, request.GET.get("view", ""), address),
        "verbs": verbs_for(actor),
        "receipt": receipt(actor, request.GET.get("receipt", "")),
        "live": None if request.GET.get("cursor") else listening("cases", asked),
        "save": SaveViewForm(actor),
        "asked": asked,
        "bulk_key": new_id().hex,
        "export_csv": f"{reverse('desk:export')}?{asked}",
        "export_xlsx": f"{reverse('desk:export_xlsx')}?{asked}",
    }


@never_cache
@require_safe
@guarded("case.list")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV, up to 10,000 lines, streamed; the export and what it held are on record."""
    actor, form = _asked_for(request)
    lines = csv_lines(_exported(actor, form, _picked(request), "desk.cases.csv"), form.exported(EXPORTED))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return _named(response, "csv")


@never_cache
@require_safe
@guarded("case.list")
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    actor, form = _asked_for(request)
    held = workbook(_exported(actor, form, _picked(request), "desk.cases.xlsx"), form.exported(EXPORTED))
    return _named(HttpResponse(held, content_type=XLSX), "xlsx")


def _asked_for(request: HttpRequest) -> tuple[Actor, CasesForm]:
    actor = actor_of(request)
    told, digested = for_the_trail(request.GET)
    trail.wrote(actor, "case.exported", subject=("cases", None), reason=told, after=digested)
    return actor, CasesForm(actor, request.GET)


def _named(response: Response, kind: str) -> Response:
    name = f"minben-cases-{timezone.localdate():%Y%m%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _picked(request: HttpRequest) -> list[uuid.UUID]:
    """The rows that were selected; none means the whole list."""
    return [key for text in request.GET.getlist("case")[:100] if (key := _id(text))]


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _exported(actor: Actor, form: CasesForm, picked: list[uuid.UUID], page: str) -> Iterator[list[Case]]:
    """Page by page, one read line for each."""
    cursor = ""
    for _page in itertools.repeat(None, EXPORT_MOST // _BATCH):
        found = queries.case_list(
            actor, form.narrowed, cursor=cursor, size=_BATCH, order=form.order, only=picked
        )
        trail.saw(actor, page, kind="case", ids=[row.case_id for row in found.items])
        yield [row.case for row in found.items]
        cursor = found.next
        if not cursor:
            return


def _cursor(request: HttpRequest, form: CasesForm) -> str:
    given = request.GET.get("cursor", "")
    if given or form.day_end is None:
        return given
    return queries.cursor_at(form.day_end, form.order)
