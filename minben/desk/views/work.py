"""My work: what is due, new, waiting, mentioned and mine."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.cases.actions import work
from minben.desk.forms.bulk import verbs_for
from minben.desk.presenters import first_steps
from minben.desk.presenters.lists import receipt
from minben.desk.presenters.live import listening
from minben.desk.presenters.work import TABS, JointRow, RepairRow, tab_page, tabs, task_row
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing
from minben.foundation.records.ids import new_id
from minben.processes.models import Task

_Change = Callable[[], Task]


@never_cache
@require_safe
@guarded("desk.open")
def home(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    actor = actor_of(request)
    chosen = request.GET.get("tab", "")
    tab = chosen if chosen in TABS else "due"
    page = tab_page(actor, tab, cursor=request.GET.get("cursor", ""))
    trail.saw(
        actor,
        "desk.work",
        kind="case",
        ids=[row.case.id for row in page.rows if not isinstance(row, RepairRow)],
    )
    first = tab == "new" and not request.GET.get("cursor")
    context = {
        "page": page,
        "tab": tab,
        "tabs": tabs(actor, tab),
        "live": listening("work", shown=[row.task.id for row in page.rows if row.task]) if first else None,
        "verbs": verbs_for(actor) if actor.has(*CASE_ROLES) else [],
        "bulk_key": new_id().hex,
        "first_steps": first_steps.of(actor),
        "receipt": receipt(actor, request.GET.get("receipt", "")),
    }
    return render(request, "desk/work.html", context)


@require_POST
@guarded("task.take")
def take(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Claim a task."""
    return _change(request, lambda: work.take(actor_of(request), task_id), _("You have taken it."))


@require_POST
@guarded("task.take")
def give_back(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Put one's own task back."""
    return _change(request, lambda: work.give_back(actor_of(request), task_id), _("Back in the queue."))


def _change(request: HttpRequest, change: _Change, done: str) -> HttpResponse:
    try:
        task = change()
    except (Conflict, Missing) as problem:
        messages.warning(request, str(problem.message))
        return _back(request)
    if getattr(request, "htmx", False):
        row = task_row(actor_of(request), task)
        part = {RepairRow: "repair_row", JointRow: "joint_row"}.get(type(row), "task_row")
        return render(request, f"desk/parts/{part}.html", {"row": row})
    messages.success(request, done)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    tab = request.POST.get("tab", "")
    address = reverse("desk:home") + (f"?tab={tab}" if tab in TABS else "")
    if request.POST.get("case"):
        address = reverse("desk:case", args=[uuid.UUID(request.POST["case"])])
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
