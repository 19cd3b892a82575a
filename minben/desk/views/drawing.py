"""Drawn processes: look, bring a new drawing, publish, take back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.agencies.queries import seat
from minben.catalog.actions.choose_process import choose_process
from minben.desk.forms.decision import SENT, FactsForm
from minben.desk.forms.process import DrawingForm, ServiceForm
from minben.desk.presenters import decision, drawing
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid
from minben.processes.actions import definitions
from minben.processes.models import Version
from minben.processes.problems import Problem, Problems


@never_cache
@require_safe
@guarded("process.design")
def processes(request: HttpRequest) -> HttpResponse:
    """All there are."""
    return render(request, "desk/processes.html", {"lines": drawing.lines(actor_of(request))})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("process.design")
def new(request: HttpRequest) -> HttpResponse:
    """Bring a drawing from a file; its id is its key."""
    return _bring(request, key="")


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("process.design")
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Bring the next draft of a process."""
    drawing.definition_page(actor_of(request), key)
    return _bring(request, key=key)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("process.design")
def definition(request: HttpRequest, key: str) -> HttpResponse:
    """One process as it is published, and the services that go it."""
    actor = actor_of(request)
    page = drawing.definition_page(actor, key)
    form = ServiceForm(request.POST or None, services=[(str(one.id), one.name) for one in page.others])
    if form.is_bound and form.is_valid():
        taken = "" if form.cleaned_data["leave"] else key
        try:
            choose_process(actor, form.cleaned_data["service"], taken)
        except Invalid as problem:
            form.add_problem(problem)
        else:
            messages.success(
                request,
                _("New applications for it go this way from now on.")
                if taken
                else _("It goes the ordinary way again."),
            )
            return HttpResponseRedirect(reverse("desk:process_definition", args=[key]))
    context = {"page": page, "form": form, **_trying(request, page)}
    return render(request, "desk/process_definition.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
@guarded("process.design")
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One version, whatever its state."""
    page = drawing.definition_page(actor_of(request), key, number)
    context = {"page": page, "form": None, **_trying(request, page)}
    return render(request, "desk/process_definition.html", context)


def _trying(request: HttpRequest, page: drawing.DefinitionPage) -> dict[str, Any]:
    """A decision table is asked with what stands in the address: nothing is kept."""
    if page.tables is None:
        return {}
    zone = seat().zone
    form = FactsForm(request.GET if SENT in request.GET else None, asked=page.tables.asked, zone=zone)
    tried = form.is_bound and form.is_valid()
    now = timezone.now().astimezone(zone)
    return {"trying": form, "tried": decision.tried(page.tables, form.facts, now) if tried else None}


@require_safe
@guarded("process.design")
def file(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The drawing as a file, for any BPMN 2.0 program."""
    found = drawing.version_of(key, number)
    ending = "bpmn" if found.definition.kind == "process" else "dmn"
    response = HttpResponse(found.source, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-{number}.{ending}"'
    return response


@require_POST
@guarded("process.publish")
def publish(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """New cases take it from now on."""
    return _change(
        request,
        key,
        number,
        definitions.publish,
        _("Version %d is published: new cases take it from now on.") % number,
    )


@require_POST
@guarded("process.publish")
def publish_again(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Roll back to it."""
    return _change(
        request,
        key,
        number,
        definitions.publish_again,
        _("Version %d is in force again, as a new version.") % number,
    )


@require_POST
@guarded("process.design")
def discard(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Throw a draft away."""
    done = _change(request, key, number, definitions.discard_draft, _("The draft is thrown away."))
    left = Version.objects.filter(definition__key=key).exists()
    return done if left else HttpResponseRedirect(reverse("desk:processes"))


@require_POST
@guarded("process.publish")
def withdraw(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """New cases do not take it any more."""
    return _change(
        request,
        key,
        number,
        definitions.withdraw,
        _("It is withdrawn: new cases go the way that there was without it."),
    )


def _change(
    request: HttpRequest, key: str, number: int, change: Callable[..., object], done: str
) -> HttpResponse:
    found = drawing.version_of(key, number)
    try:
        change(actor_of(request), found.id)
    except (Conflict, Invalid) as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(reverse("desk:process_definition", args=[key]))


def _bring(request: HttpRequest, *, key: str) -> HttpResponse:
    form, found = DrawingForm(request.POST or None, request.FILES or None), list[Problem]()
    if form.is_bound and form.is_valid():
        try:
            made = definitions.save_draft(
                actor_of(request), form.content(), note=form.cleaned_data["note"], key=key
            )
        except Problems as problems:
            found = list(problems.found)
            form.add_error("file", str(problems.message))
        except (Conflict, Invalid) as problem:
            form.add_error("file", str(problem.message))
        else:
            messages.success(request, _("Kept as a draft. Look at it, then publish it."))
            there = [made.version.definition.key, made.version.number]
            return HttpResponseRedirect(reverse("desk:process_version", args=there))
    context = {"form": form, "problems": found, "key": key}
    return render(request, "desk/process_upload.html", context, status=422 if form.is_bound else 200)
