"""Running cases on the version that is in force, where they fit."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases.actions.version_moves import move_cases
from minben.desk.presenters.drawing import version_of
from minben.desk.presenters.version_moves import lines_of, moves_page
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict
from minben.processes.models import Version


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("process.publish")
def move(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Which cases could go on by this version; the chosen ones are moved, and what became of each is told."""
    actor, version = actor_of(request), version_of(key, number)
    if version.state != Version.State.PUBLISHED or version.definition.kind != "process":
        messages.warning(request, _("Cases can be moved only to the version that is in force."))
        return HttpResponseRedirect(reverse("desk:process_definition", args=[key]))
    done = None
    if request.method == "POST":
        try:
            done = lines_of(move_cases(actor, version.id, _chosen(request)))
        except Conflict as problem:
            messages.warning(request, str(problem.message))
    page = moves_page(actor, version)
    return render(request, "desk/process_move.html", {"page": page, "done": done})


def _chosen(request: HttpRequest) -> list[uuid.UUID]:
    """What is no id was not on the page."""
    found = []
    for value in request.POST.getlist("case"):
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
