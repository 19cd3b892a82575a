"""The sheet of the quality checks: look, change, look at earlier versions, take one up again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.cases.actions.quality import current_sheet
from minben.cases.actions.sheets import revise_sheet, take_up_sheet
from minben.cases.models import QualitySheet
from minben.cases.quality import reviewing
from minben.desk.forms.quality import lines_of
from minben.desk.forms.sheets import SheetEditForm
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("quality.rules")
def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet that counts, to be changed, and every version before it."""
    held = current_sheet()
    form = SheetEditForm(request.POST or None, sheet=held)
    if form.is_bound and form.is_valid():
        try:
            made = revise_sheet(actor_of(request), **form.wanted())
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            return _counts(request, made)
    versions = reviewing.sheets(actor_of(request))
    context = {"sheet": held, "form": form, "versions": versions, "total": _total(held)}
    return render(request, "desk/quality_sheet.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
@guarded("quality.rules")
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version as it was filled in."""
    found = next((one for one in reviewing.sheets(actor_of(request)) if one.number == number), None)
    if found is None:
        raise Missing(_("There is no such sheet."))
    newest = current_sheet()
    context: dict[str, Any] = {
        "sheet": found,
        "lines": [(text, weight, critical) for text, _mark, weight, critical in lines_of(found, {})],
        "total": _total(found),
        "newest": newest,
    }
    return render(request, "desk/quality_sheet_version.html", context)


@require_POST
@guarded("quality.rules")
def take_up(request: HttpRequest, number: int) -> HttpResponse:
    """An earlier version counts again."""
    try:
        made = take_up_sheet(actor_of(request), number, base=_base(request))
    except Conflict as problem:
        messages.error(request, str(problem.message))
        return HttpResponseRedirect(reverse("desk:quality_sheet"))
    return _counts(request, made)


def _base(request: HttpRequest) -> int:
    given = request.POST.get("base", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def _counts(request: HttpRequest, made: QualitySheet) -> HttpResponse:
    said = _(
        "Version %(number)d counts from the next draw on. Cases drawn before keep the sheet of their draw."
    )
    messages.success(request, said % {"number": made.number})
    return HttpResponseRedirect(reverse("desk:quality_sheet"))


def _total(sheet: QualitySheet) -> int:
    return sum(int(line["weight"]) for line in sheet.criteria)
