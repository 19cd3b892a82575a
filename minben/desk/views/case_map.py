"""The map of cases: a grid of counts on calm ground, and the same cells as a list beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.agencies.models import Jurisdiction
from minben.cases.reading import mapping
from minben.desk.forms.cases import CasesForm
from minben.desk.presenters.cases import chips, without
from minben.desk.presenters.outlines import district_at
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.translated import Localized

SHOWN = 40
Named = tuple[mapping.Cell, Localized | None]


@never_cache
@require_safe
@guarded("case.list")
def case_map(request: HttpRequest) -> HttpResponse:
    """The list's cases by place. The cells beside the map say all it says; one opened lists its newest cases."""
    actor = actor_of(request)
    form = CasesForm(actor, request.GET)
    whole, key = mapping.grid(actor, form.narrowed), request.GET.get("cell", "")
    rows = mapping.in_cell(whole, key) if key else []
    trail.saw(actor, "desk.cases.map", kind="case", ids=[row.case_id for row in rows])
    address = reverse("desk:case_map")
    base = without(request.GET, address, "cell")
    practice = Jurisdiction.objects.filter(practice=True).exists()
    cells = [_named(cell, practice=practice) for cell in whole.cells]
    context = {
        "form": form,
        "grid": whole,
        "cells": cells[:SHOWN],
        "rest": cells[SHOWN:],
        "most": whole.cells[0].count if whole.cells else 0,
        "key": key,
        "rows": rows,
        "chips": chips(form, request.GET, address),
        "address": address,
        "cell_address": f"{base}{'&' if '?' in base else '?'}cell=",
        "back": base,
        "list_address": without(request.GET, reverse("desk:cases"), "cell"),
        "practice": practice,
    }
    return render(request, "desk/case_map.html", context)


def _named(cell: mapping.Cell, *, practice: bool) -> Named:
    """People say a place in their own language; the district is said in the reader's, where outlines are known."""
    return cell, district_at(north=cell.latitude, east=cell.longitude) if practice else None
