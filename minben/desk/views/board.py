"""The supervisor's board."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases import queries
from minben.cases.actions.pressing import supervise
from minben.cases.reading import overview
from minben.desk.forms.board import SuperviseForm
from minben.desk.presenters.board import board_of, csv_of
from minben.desk.presenters.watch import cut_of, live_of
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Problem


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.supervision")
def board(request: HttpRequest) -> HttpResponse:
    """What is open, late, at risk, hurried, rated badly; chosen cases are taken under supervision with one form."""
    actor = actor_of(request)
    form = SuperviseForm(request.POST or None)
    if request.method == "POST":
        require(actor, "case.supervise")
        if form.is_valid():
            return _supervise(request, actor, form)
    page = board_of(actor, timezone.now())
    trail.saw(actor, "desk.board", kind="case", ids=[case.id for case in page.shown])
    status = 422 if form.is_bound else 200
    chosen = request.POST.getlist("case")
    live = live_of(actor, cut_of(request.GET.get("by", "")), timezone.now())
    context = {"board": page, "live": live, "form": form, "chosen": chosen}
    return render(request, "desk/board.html", context, status=status)


def _supervise(request: HttpRequest, actor: Actor, form: SuperviseForm) -> HttpResponse:
    """Each case by itself: one that cannot be supervised any more does not keep the others from it."""
    done = 0
    for case_id in form.cleaned_data["case"]:
        done += _one(request, actor, case_id, form.cleaned_data["text"])
    if done:
        said = ngettext(
            "%(n)d case is under supervision now.", "%(n)d cases are under supervision now.", done
        )
        messages.success(request, said % {"n": done})
    return HttpResponseRedirect(reverse("desk:board"))


def _one(request: HttpRequest, actor: Actor, case_id: uuid.UUID, text: str) -> bool:
    try:
        case = queries.case_for(actor, case_id)
        supervise(actor, case.id, text=text)
    except Problem as problem:
        messages.warning(request, str(problem.message))
        return False
    return True


@never_cache
@require_safe
@guarded("case.supervision")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The counts by department and kind as CSV; no case and no person is in it."""
    shares = overview.shares(actor_of(request), timezone.now())
    response = StreamingHttpResponse(csv_of(shares), content_type="text/csv; charset=utf-8")
    name = f"minben-board-{timezone.localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
