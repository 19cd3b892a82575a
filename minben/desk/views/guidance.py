"""Help as a page of its own: for printing, and where no script runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minben.desk.guidance import topics
from minben.foundation.access.web import guarded
from minben.foundation.records.errors import Missing


@require_safe
@guarded("desk.open")
def help_page(request: HttpRequest, name: str) -> HttpResponse:
    """One topic, and the way to all others."""
    topic = topics().get(name)
    if topic is None:
        raise Missing(_("There is no such help."))
    return render(request, "desk/help.html", {"topic": topic, "topics": list(topics().values())})
