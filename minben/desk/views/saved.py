"""Saved views: keeping, renaming, opening with, giving up and taking back."""

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

from minben.desk.actions import views as actions
from minben.desk.forms.views import SaveViewForm
from minben.desk.presenters.lists import view_address
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Problem


@never_cache
@require_safe
@guarded("case.list")
def views(request: HttpRequest) -> HttpResponse:
    """All views that the actor sees, with what can be done to each."""
    actor, address = actor_of(request), reverse("desk:cases")
    default = actions.default_of(actor)
    rows = [
        {"view": view, "href": view_address(view, address), "mine": view.staff_id == actor.staff_id}
        for view in actions.views_of(actor)
    ]
    dropped = request.GET.get("dropped", "")
    return render(request, "desk/views.html", {"rows": rows, "default": default, "dropped": dropped})


@require_POST
@guarded("case.list")
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list that is on the screen under a name."""
    actor, asked = actor_of(request), request.POST.get("asked", "")
    form = SaveViewForm(actor, request.POST)
    if not form.is_valid():
        messages.warning(request, _("The view was not saved: choose who sees it."))
        return HttpResponseRedirect(f"{reverse('desk:cases')}?{asked}")
    given = form.cleaned_data
    share = uuid.UUID(given["share"]) if given["share"] else None
    try:
        view = actions.save_view(actor, name=given["name"], asked=asked, department_id=share)
    except Problem as problem:
        messages.warning(request, str(problem.message))
        return HttpResponseRedirect(f"{reverse('desk:cases')}?{asked}")
    messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return HttpResponseRedirect(view_address(view, reverse("desk:cases")))


@require_POST
@guarded("case.list")
def rename(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    name = request.POST.get("name", "")
    return _change(
        request, lambda: actions.rename_view(actor_of(request), view_id, name=name), _("The view is renamed.")
    )


@require_POST
@guarded("case.list")
def choose(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    """Open the list with this view; pressed again, with everything."""
    wanted = None if request.POST.get("off") else view_id
    return _change(
        request, lambda: actions.open_with(actor_of(request), wanted), _("The list opens like this now.")
    )


@require_POST
@guarded("case.list")
def drop(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    return _change(
        request,
        lambda: actions.drop_view(actor_of(request), view_id),
        _("The view is given up."),
        tail=f"?dropped={view_id}",
    )


@require_POST
@guarded("case.list")
def restore(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    return _change(request, lambda: actions.restore_view(actor_of(request), view_id), _("The view is back."))


def _change(request: HttpRequest, change: Callable[[], object], done: str, *, tail: str = "") -> HttpResponse:
    try:
        change()
        messages.success(request, done)
    except Problem as problem:
        messages.warning(request, str(problem.message))
        tail = ""
    return HttpResponseRedirect(reverse("desk:views") + tail)
