"""Answer templates: the screen that keeps them, and the list inside an answer form."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.agencies.queries import department_names
from minben.cases import queries
from minben.cases.actions.answer_templates import set_active, write_template
from minben.cases.answering import VARIABLES, template_of, templates_for, templates_of
from minben.cases.models import AnswerTemplate
from minben.desk.forms.templates import TemplateForm, initial_of
from minben.foundation.access.policies import allowed
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Problem


@never_cache
@require_safe
@guarded("template.read")
def templates(request: HttpRequest) -> HttpResponse:
    """What stands ready, for one's departments and the whole city."""
    actor, text = actor_of(request), request.GET.get("q", "").strip()[:100]
    withdrawn = bool(request.GET.get("withdrawn"))
    rows = templates_of(actor, text=text, withdrawn=withdrawn)
    context = {
        "rows": rows,
        "q": text,
        "withdrawn": withdrawn,
        "places": department_names(row.department_id for row in rows if row.department_id),
        "may_edit": allowed(actor, "template.edit"),
    }
    return render(request, "desk/templates.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("template.edit")
def edit(request: HttpRequest, template_id: uuid.UUID | None = None) -> HttpResponse:
    """A new template, or one that is there."""
    actor = actor_of(request)
    row = template_of(actor, template_id) if template_id else None
    if request.method == "GET":
        return _page(request, row, TemplateForm(actor, initial=initial_of(row) if row else None))
    form = TemplateForm(actor, request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        write_template(actor, template_id=template_id, **form.given)
    except Problem as problem:
        form.mark_problem(problem.fields, problem.message)
        return _page(request, row, form, status=409 if isinstance(problem, Conflict) else 422)
    messages.success(request, _("The template is kept."))
    return HttpResponseRedirect(reverse("desk:templates"))


@require_POST
@guarded("template.edit")
def withdraw(request: HttpRequest, template_id: uuid.UUID) -> HttpResponse:
    """Take a template out of use."""
    return _change(request, lambda: set_active(actor_of(request), template_id, active=False), _("Withdrawn."))


@require_POST
@guarded("template.edit")
def restore(request: HttpRequest, template_id: uuid.UUID) -> HttpResponse:
    """Put a withdrawn template into use again."""
    return _change(
        request, lambda: set_active(actor_of(request), template_id, active=True), _("In use again.")
    )


@never_cache
@require_safe
@guarded("template.read")
def fitting(request: HttpRequest, case_id: uuid.UUID, use: str) -> HttpResponse:
    """Inside an answer form: those that fit, filled with the case's words."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    found = templates_for(actor, case, use, request.GET.get("q", "")[:100])
    return render(request, "desk/parts/fitting.html", {"found": found, "case": case, "use": use})


def _change(request: HttpRequest, change: Callable[[], object], done: str) -> HttpResponse:
    try:
        change()
        messages.success(request, done)
    except Problem as problem:
        messages.warning(request, str(problem.message))
    return HttpResponseRedirect(reverse("desk:templates"))


def _page(
    request: HttpRequest, row: AnswerTemplate | None, form: TemplateForm, *, status: int = 200
) -> HttpResponse:
    variables = [(f"{{{{{name}}}}}", label) for name, (label, _fill) in VARIABLES.items()]
    context = {"row": row, "form": form, "variables": variables}
    return render(request, "desk/template.html", context, status=status)
