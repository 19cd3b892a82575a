"""Quality checks at the desk: the list, the sheet, the objection, the rules, the results."""

from __future__ import annotations

import csv
import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.agencies.queries import staff_names
from minben.agencies.teams import led_departments
from minben.cases.actions.quality import (
    check_quality,
    decide_quality,
    draw_week,
    end_rule,
    make_rule,
    object_to_quality,
)
from minben.cases.models import QualityReview
from minben.cases.quality import reviewing
from minben.config.forms import Form
from minben.desk.forms.quality import ObjectForm, RuleForm, SheetForm, lines_of
from minben.desk.presenters.export import Echo, safe
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Text
from minben.foundation.records.keyset import count_up_to

TABS: dict[str, Text] = {
    "check": gettext_lazy("To be checked"),
    "objected": gettext_lazy("Objections"),
    "done": gettext_lazy("Checked"),
    "mine": gettext_lazy("My own work"),
}


@never_cache
@require_safe
@guarded("desk.open")
def quality(request: HttpRequest) -> HttpResponse:
    """What is to be checked, what was objected to, what is done, and one's own work."""
    actor = actor_of(request)
    checks = allowed(actor, "quality.check")
    wanted = request.GET.get("tab", "")
    tab = (wanted if wanted in TABS else "check") if checks else "mine"
    page = reviewing.review_page(actor, tab, cursor=request.GET.get("cursor", ""))
    trail.saw(actor, "desk.quality", kind="case", ids=[row.case_id for row in page.items])
    context = {
        "page": page,
        "tab": tab,
        "tabs": _tabs(actor, tab) if checks else [],
        "count": count_up_to(reviewing.reviews(actor, tab)),
        "manages": allowed(actor, "quality.rules"),
        "sees_results": allowed(actor, "quality.results"),
    }
    return render(request, "desk/quality.html", context)


def _tabs(actor: Actor, tab: str) -> list[dict[str, Any]]:
    home = reverse("desk:quality")
    return [
        {"label": label, "href": f"{home}?tab={name}", "current": name == tab, "count": None}
        for name, label in TABS.items()
    ]


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("desk.open")
def review(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    """One check: the sheet to fill in, or what came of it and what can still be said."""
    actor = actor_of(request)
    found = reviewing.review_for(actor, review_id)
    form = _form(request, actor, found)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _run(actor, found, form)
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Kept. The one whose work it is can read it."))
            return HttpResponseRedirect(reverse("desk:quality_review", args=[found.id]))
    trail.saw(actor, "desk.quality", kind="case", ids=[found.case_id], case_id=found.case_id)
    wrong = form is not None and form.is_bound
    return render(
        request, "desk/quality_review.html", _context(actor, found, form), status=422 if wrong else 200
    )


def _form(request: HttpRequest, actor: Actor, found: QualityReview) -> Form | None:
    """What this actor may do now; None when it is only to be read."""
    given = request.POST if request.method == "POST" else None
    state = QualityReview.State
    if found.state == state.DRAWN and allowed(actor, "quality.check", found):
        return SheetForm(given, review=found, words="feedback", label=_("What you tell your colleague"))
    if found.state == state.OBJECTED and allowed(actor, "quality.decide", found):
        return SheetForm(given, review=found, words="text", label=_("Why you decide so"))
    if found.state == state.CHECKED and allowed(actor, "quality.object", found):
        return ObjectForm(given)
    return None


def _run(actor: Actor, found: QualityReview, form: Form) -> None:
    given = form.cleaned_data
    if isinstance(form, ObjectForm):
        object_to_quality(actor, found.id, text=given["text"])
    elif isinstance(form, SheetForm) and found.state == QualityReview.State.OBJECTED:
        decide_quality(actor, found.id, marks=form.marks, text=given["text"])
    elif isinstance(form, SheetForm):
        check_quality(actor, found.id, marks=form.marks, feedback=given["feedback"])


def _context(actor: Actor, found: QualityReview, form: Form | None) -> dict[str, Any]:
    people = {key for key in (found.worker_id, found.checker_id, found.decided_by) if key}
    names = staff_names(people)
    return {
        "review": found,
        "form": form,
        "objects": isinstance(form, ObjectForm),
        "lines": lines_of(found.sheet, found.marks) if found.marks else [],
        "worker": names.get(found.worker_id, "") if found.worker_id else "",
        "checker": names.get(found.checker_id, "") if found.checker_id else "",
        "decider": names.get(found.decided_by, "") if found.decided_by else "",
        "opens_case": allowed(actor, "case.read", found.case),
    }


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("quality.rules")
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of the draw, and a new one."""
    actor = actor_of(request)
    form = RuleForm(request.POST or None, departments=led_departments(actor))
    if form.is_bound and form.is_valid():
        try:
            make_rule(actor, **form.wanted())
        except Invalid as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The rule counts from the next draw on."))
            return HttpResponseRedirect(reverse("desk:quality_rules"))
    context = {"rules": reviewing.rules(actor), "form": form}
    return render(request, "desk/quality_rules.html", context, status=422 if form.is_bound else 200)


@require_POST
@guarded("quality.rules")
def end(request: HttpRequest, rule_id: uuid.UUID) -> HttpResponse:
    """A rule draws no more."""
    end_rule(actor_of(request), rule_id)
    messages.success(request, _("The rule is ended."))
    return HttpResponseRedirect(reverse("desk:quality_rules"))


@require_POST
@guarded("quality.rules")
def draw(request: HttpRequest) -> HttpResponse:
    """Draw the last full week now; what the job drew already is not drawn twice."""
    actor, today = actor_of(request), timezone.localdate()
    require(actor, "quality.rules")
    fresh = draw_week(today - dt.timedelta(days=today.weekday() + 7), actor=actor)
    fresh += draw_week(today - dt.timedelta(days=today.weekday()), actor=actor)
    said = ngettext("%(n)d case was drawn.", "%(n)d cases were drawn.", fresh) % {"n": fresh}
    if fresh:
        messages.success(request, said)
    else:
        messages.info(
            request, _("Nothing was drawn: no rule asks for it, or all that it asks for was drawn before.")
        )
    return HttpResponseRedirect(reverse("desk:quality"))


@never_cache
@require_safe
@guarded("quality.results")
def results(request: HttpRequest) -> HttpResponse:
    """By team and month."""
    return render(request, "desk/quality_results.html", {"rows": reviewing.results(actor_of(request))})


@never_cache
@require_safe
@guarded("quality.results")
def results_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV: no case and no person is in it."""
    rows = reviewing.results(actor_of(request))
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="minben-quality.csv"'
    return response


def _csv(rows: list[reviewing.Result]) -> Iterator[str]:
    write: Callable[[list[Any]], Any] = csv.writer(Echo()).writerow
    heads = [_("Month"), _("Department"), _("Checked"), _("Points"), _("Critical errors"), _("Objections")]
    yield "\ufeff" + write(heads)
    for row in rows:
        cells = [f"{row.month:%Y-%m}", row.department, row.checked, row.points, row.failed, row.objected]
        yield write([safe(cell) for cell in cells])
