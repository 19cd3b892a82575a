"""A case's process, one task of it, and what of it is stuck."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.cases import queries
from minben.cases.actions.own_step import finish_own_step
from minben.cases.actions.replacing import TASK as REPLACE
from minben.cases.models import Case
from minben.cases.ratings.repairs import repair_of_task
from minben.cases.together import case_of_side_task
from minben.desk.forms.process import OwnStepForm, WithoutForm
from minben.desk.presenters.process import process_page, task_page
from minben.desk.views.case import record_look
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.processes.actions import calls
from minben.processes.models import Call, Task

from .plain import Asked, plain_form


@never_cache
@require_safe
@guarded("case.list")
def process(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The drawing of this case's process with what is done, now and next."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    record_look(actor, case, "desk.process")
    return render(request, "desk/process.html", {"page": process_page(actor, case), "case": case})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.list")
def task(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """One task. A step of the drawing's own is done here; others lead to the form of their step."""
    actor = actor_of(request)
    if (repair_id := repair_of_task(task_id)) is not None:
        return HttpResponseRedirect(reverse("desk:repair", args=[repair_id]))
    if (joint := case_of_side_task(task_id)) is not None:
        return HttpResponseRedirect(reverse("desk:together", args=[joint]))
    found, case = _task_for(request, task_id)
    if found.kind == REPLACE:
        return HttpResponseRedirect(reverse("desk:case", args=[case.id]) + "#papers")
    page = task_page(actor, case, found)
    form = OwnStepForm(request.POST or None, outcomes=page.outcomes) if page.outcomes and page.may else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            finish_own_step(actor, task_id, **form.given())
        except Invalid as problem:
            form.add_problem(problem)
        except (Conflict, Missing) as problem:
            messages.warning(request, str(problem.message))
            return HttpResponseRedirect(reverse("desk:case", args=[case.id]))
        else:
            messages.success(request, f"{case.number}: {page.name}")
            return HttpResponseRedirect(_after(request, case))
    record_look(actor, case, "desk.task")
    wrong = form is not None and form.is_bound
    return render(
        request, "desk/task.html", {"page": page, "case": case, "form": form}, status=422 if wrong else 200
    )


@require_POST
@guarded("process.mend")
def again(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Call once more what failed."""
    case = _case_of(request, call_id)
    try:
        calls.try_again(actor_of(request), call_id)
    except Conflict as problem:
        messages.warning(request, str(problem.message))
    else:
        messages.success(request, _("It is tried again now."))
    return HttpResponseRedirect(reverse("desk:process", args=[case.id]))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("process.mend")
def without(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Go on without it: a person did it by hand."""
    case = _case_of(request, call_id)
    form, back = WithoutForm(request.POST or None), reverse("desk:process", args=[case.id])
    if request.method == "POST" and form.is_valid():
        try:
            calls.go_on_without(actor_of(request), call_id, reason=form.cleaned_data["reason"])
        except Conflict as problem:
            messages.warning(request, str(problem.message))
        else:
            messages.success(request, _("The process goes on."))
        return HttpResponseRedirect(back)
    asked = Asked(
        title=_("Go on without it"),
        lead=_(
            "Somebody has done by hand what the other system should have done. The process goes on from there."
        ),
        press=_("Go on"),
        back=back,
        back_label=_("The process"),
    )
    return plain_form(request, form, asked)


def _task_for(request: HttpRequest, task_id: uuid.UUID) -> tuple[Task, Case]:
    """Raises Missing for a task that is not there, done, or of a case outside the actor's departments."""
    found = Task.objects.filter(pk=task_id).first()
    if found is None:
        raise Missing(_("There is no such task."))
    return found, queries.case_for(actor_of(request), found.subject_id)


def _case_of(request: HttpRequest, call_id: uuid.UUID) -> Case:
    call = Call.objects.select_related("run").filter(pk=call_id).first()
    if call is None:
        raise Missing(_("There is no such call."))
    return queries.case_for(actor_of(request), call.run.subject_id)


def _after(request: HttpRequest, case: Case) -> str:
    seen = queries.seen_by(actor_of(request), case.id)
    return reverse("desk:case", args=[case.id]) if seen else reverse("desk:home")
