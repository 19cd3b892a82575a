"""What is set for one department: days of its own, and which requests come to it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from minben.agencies.actions import drop_own_day, set_own_days
from minben.agencies.models import Department
from minben.catalog.actions import route_categories, take_over_service
from minben.desk.forms.department_parts import CategoriesForm, OwnDaysForm, ServiceForm
from minben.foundation.access.web import actor_of, guarded

from .departments import asked_for, below, found_department


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.manage")
def days_new(request: HttpRequest, department_id: uuid.UUID) -> HttpResponse:
    """Days off of its own, or days that it works though its place is free."""
    found, form = found_department(department_id), OwnDaysForm(request.POST or None)

    def run() -> Department:
        set_own_days(actor_of(request), found, **form.details())
        return found

    lead = _(
        "The city's holidays count anyway. The team calendar follows these days, and so does the time to sign for an order; dates promised to people do not move."
    )
    asked = below(found, _("Own days of the department"), _("Keep"), lead=lead)
    return asked_for(request, form, run, asked, _("The days are set."))


@require_POST
@guarded("agencies.manage")
def day_drop(request: HttpRequest, day_id: uuid.UUID) -> HttpResponse:
    """The department keeps this day like its place again."""
    gone = drop_own_day(actor_of(request), day_id)
    messages.success(request, _("Taken back. The day counts as for the whole city again."))
    return HttpResponseRedirect(reverse("desk:department", args=[gone.department_id]) + "#own-days")


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("catalog.route")
def categories(request: HttpRequest, department_id: uuid.UUID) -> HttpResponse:
    """Which requests are suggested for it at the dispatch."""
    found = found_department(department_id)
    form = CategoriesForm(request.POST or None, held=found)
    if request.method == "POST" and not request.POST.get("categories"):
        form = CategoriesForm({"categories": []}, held=found)
    changed = 0

    def run() -> Department:
        nonlocal changed
        changed = route_categories(actor_of(request), found, form.cleaned_data["categories"])
        return found

    asked = below(found, _("Requests for this department"), _("Keep"))
    return asked_for(request, form, run, asked, lambda: _counted(changed))


def _counted(changed: int) -> str:
    told = ngettext("%(n)s category was changed.", "%(n)s categories were changed.", changed)
    return told % {"n": changed} if changed else _("Nothing was changed.")


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("catalog.route")
def service(request: HttpRequest, department_id: uuid.UUID) -> HttpResponse:
    """Take over a service from another department."""
    found = found_department(department_id)
    form = ServiceForm(request.POST or None, held=found)

    def run() -> Department:
        take_over_service(actor_of(request), found, uuid.UUID(form.cleaned_data["service"]))
        return found

    lead = _(
        "New applications come to this department from now on. Those that are under way stay where they are."
    )
    asked = below(found, _("Take over a service"), _("Take over"), lead=lead)
    return asked_for(request, form, run, asked, _("The service is taken over."))
