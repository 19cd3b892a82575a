"""A walk through a drawing before it is published. Nothing is stored: the trial travels in the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.agencies.queries import seat
from minben.cases.course.drawn import default_key
from minben.cases.course.trying import Trial, walk
from minben.cases.models import Kind
from minben.desk.forms.trial import AssumedForm, json_object, opened, sealed
from minben.desk.presenters import trial as shown
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid
from minben.processes.engine import Spec
from minben.processes.models import Version


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("process.design")
def trial(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What is assumed of the case; then one step after another, or back."""
    version = shown.version_to_try(actor_of(request), key, number)
    try:
        spec = shown.spec_to_try(version)
        if "trial" in request.POST:
            return _walk(request, version, spec)
        return _begin(request, version, spec)
    except (Conflict, Invalid) as problem:
        messages.error(request, str(problem.message))
        return HttpResponseRedirect(reverse("desk:process_version", args=[key, number]))


def _begin(request: HttpRequest, version: Version, spec: Spec) -> HttpResponse:
    kind = Kind.COMPLAINT if version.definition.key == default_key(Kind.COMPLAINT) else Kind.APPLICATION
    form = AssumedForm(request.POST or None, initial={"kind": kind})
    if form.is_bound and form.is_valid():
        return _page(request, version, spec, Trial(form.told(), timezone.now()))
    context = {"version": version, "form": form}
    return render(request, "desk/process_try.html", context, status=422 if form.is_bound else 200)


def _walk(request: HttpRequest, version: Version, spec: Spec) -> HttpResponse:
    walked, wrong = opened(request.POST["trial"], str(version.id)), ""
    if "back" in request.POST:
        walked = walked.back()
    elif "move" in request.POST:
        try:
            walked = _moved(request, spec, walked)
        except forms.ValidationError as problem:
            wrong = "".join(problem.messages)
        except (Conflict, Invalid) as problem:
            wrong = str(problem.message)
    return _page(request, version, spec, walked, wrong=wrong)


def _moved(request: HttpRequest, spec: Spec, trial: Trial) -> Trial:
    value = request.POST["move"]
    result = json_object(request.POST.get(f"result-{value.partition(':')[0]}", "")[:4000])
    return trial.and_then(shown.move_of(walk(spec, trial, seat()), value, result))


def _page(
    request: HttpRequest, version: Version, spec: Spec, trial: Trial, *, wrong: str = ""
) -> HttpResponse:
    page = shown.trial_page(spec, trial, seat())
    context: dict[str, Any] = {
        "version": version,
        "page": page,
        "wrong": wrong or page.problem,
        "sealed": sealed(page.walked.trial, str(version.id)),
    }
    return render(request, "desk/process_try.html", context, status=422 if wrong else 200)
