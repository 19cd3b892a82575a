"""My work: what is due, new, waiting, mentioned and mine."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.cases.actions import handing, work
from minben.cases.reading import covering
from minben.desk.forms.bulk import verbs_for
from minben.desk.forms.work import DelegateForm
from minben.desk.presenters import first_steps
from minben.desk.presenters.case_work import task_name
from minben.desk.presenters.export import task_lines
from minben.desk.presenters.lists import receipt
from minben.desk.presenters.live import listening
from minben.desk.presenters.narrowing import choices, narrowed
from minben.desk.presenters.work import (
    OF_TASKS,
    TABS,
    JointRow,
    RepairRow,
    counted,
    exported,
    tab_page,
    tabs,
    task_row,
)
from minben.foundation.access.policies import require
from minben.foundation.access.roles import CASE_ROLES
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.ids import new_id
from minben.processes.models import Task

from .plain import Asked, plain_form

_Change = Callable[[], Task]


@never_cache
@require_safe
@guarded("desk.open")
def home(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    actor = actor_of(request)
    chosen = request.GET.get("tab", "")
    tab = chosen if chosen in TABS else "due"
    asked, away = narrowed(request.GET.dict(), tab), covering.away(actor, timezone.localdate())
    counts = counted(actor, away)
    page = tab_page(actor, asked, away, cursor=request.GET.get("cursor", ""), counts=counts)
    trail.saw(
        actor,
        "desk.work",
        kind="case",
        ids=[row.case.id for row in page.rows if not isinstance(row, RepairRow)],
    )
    first = tab == "new" and not (asked.any or asked.order or request.GET.get("cursor"))
    context = {
        "page": page,
        "tab": tab,
        "tabs": tabs(counts, tab),
        "choices": choices() if tab in OF_TASKS else None,
        "live": listening("work", shown=[row.task.id for row in page.rows if row.task]) if first else None,
        "verbs": verbs_for(actor) if actor.has(*CASE_ROLES) else [],
        "csv": asked.address("desk:work_csv"),
        "bulk_key": new_id().hex,
        "first_steps": first_steps.of(actor),
        "receipt": receipt(actor, request.GET.get("receipt", "")),
    }
    return render(request, "desk/work.html", context)


@never_cache
@require_safe
@guarded("desk.open")
def export(request: HttpRequest) -> HttpResponse:
    """The list of tasks as it is narrowed, as CSV: at most 2,000 lines; the export and what it held are on record."""
    actor, chosen = actor_of(request), request.GET.get("tab", "")
    asked = narrowed(request.GET.dict(), chosen if chosen in OF_TASKS else "due")
    rows = exported(actor, asked, covering.away(actor, timezone.localdate()))
    trail.wrote(actor, "task.exported", subject=("tasks", None), reason=asked.address().partition("?")[2])
    trail.saw(
        actor,
        "desk.work.csv",
        kind="case",
        ids=[row.case.id for row in rows if not isinstance(row, RepairRow)],
    )
    response = HttpResponse("".join(task_lines(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="minben-tasks-{timezone.localdate():%Y%m%d}.csv"'
    return response


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


@require_POST
@guarded("task.take")
def take_over(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Take what a colleague on leave has in hand."""
    return _change(
        request, lambda: handing.take_over(actor_of(request), task_id), _("You have taken it over.")
    )


@require_POST
@guarded("task.take")
def hand_back(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Hand a delegated task back to who gave it."""
    return _change(request, lambda: handing.hand_back(actor_of(request), task_id), _("Handed back."))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("task.take")
def delegate(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Give a task to a colleague, with a reason."""
    actor, task = actor_of(request), Task.objects.filter(pk=task_id).first()
    if task is None:
        raise Missing(_("There is no such task."))
    require(actor, "task.take", task)
    case = handing.case_of(task)
    form = DelegateForm(request.POST or None, people=handing.colleagues(task, without=actor.staff_id))
    if form.is_bound and form.is_valid():
        try:
            handing.delegate(actor, task_id, **form.given())
        except Invalid as problem:
            form.add_problem(problem)
        except (Conflict, Missing) as problem:
            messages.warning(request, str(problem.message))
            return HttpResponseRedirect(reverse("desk:home"))
        else:
            messages.success(request, _("Handed on. Your colleague is told."))
            return HttpResponseRedirect(reverse("desk:home"))
    asked = Asked(
        title=_("Give it to a colleague"),
        lead=f"{case.number} · {case.title} · {task_name(task, case)}" if case else "",
        press=_("Hand it on"),
        back=reverse("desk:home") + "?tab=mine",
        back_label=_("My work"),
    )
    return plain_form(request, form, asked)


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
