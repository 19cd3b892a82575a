"""What visitors said that has to be put right."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases.actions.rating import LEVELS, REASONS
from minben.config.forms import Form
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.texts import listed
from minben.visits import queries
from minben.visits.actions import finish_visit_repair

from .plain import Asked, plain_form


class RepairForm(Form):
    """What was put right."""

    autocomplete = False
    result = forms.CharField(
        label=gettext_lazy("What was put right, and how?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Whoever rated reads it behind the same slip."),
    )


@never_cache
@require_safe
@guarded("visit.office")
def ratings(request: HttpRequest) -> HttpResponse:
    """Bad ratings of visits: open ones first, what is due first on top."""
    actor = actor_of(request)
    found = queries.repairs_for(actor)
    trail.saw(actor, "desk.visit_ratings", kind="visit", ids=[visit.id for _repair, visit in found])
    rows = [
        (repair, visit, LEVELS[repair.rating.level], listed(REASONS[one] for one in repair.rating.reasons))
        for repair, visit in found
    ]
    return render(request, "desk/visits/ratings.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("visit.office")
def repair(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Say what was put right."""
    actor = actor_of(request)
    held = queries.ticket_for(actor, ticket_id)
    given = queries.rating_of_visit(held)
    if given is None or not hasattr(given, "repair"):
        raise Missing(_("There is nothing to put right."))
    form = RepairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            finish_visit_repair(actor, held.id, result=form.cleaned_data["result"])
        except (Conflict, Invalid) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The repair is finished."))
            return HttpResponseRedirect(reverse("desk:visit_ratings"))
    trail.saw(actor, "desk.visit_repair", kind="visit", ids=[held.id])
    said = [str(LEVELS[given.level]), listed(REASONS[one] for one in given.reasons), given.comment]
    asked = Asked(
        _("Bad rating of %(number)s") % {"number": held.shown},
        _("Finish the repair"),
        reverse("desk:visit_ratings"),
        _("Ratings of visits"),
        lead=" · ".join(part for part in said if part),
    )
    return plain_form(request, form, asked)
