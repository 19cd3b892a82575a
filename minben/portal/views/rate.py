"""好差評: five levels, once, a reason with the two bad ones (國辦發〔2019〕51號)."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases import queries
from minben.cases.actions.rating import LEVELS, REASONS
from minben.cases.actions.rating import rate as give
from minben.cases.course.states import RATEABLE
from minben.cases.models import Case
from minben.config.forms import Form
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid

from . import wizard


class RateForm(Form):
    level = forms.TypedChoiceField(
        label=_("How satisfied are you?"), choices=list(LEVELS.items()), coerce=int, widget=forms.RadioSelect
    )
    reasons = forms.MultipleChoiceField(
        label=_("What went wrong?"),
        choices=list(REASONS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Needed if you are dissatisfied: choose at least one, or write it below."),
    )
    comment = forms.CharField(
        label=_("Would you like to say more?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.read")
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """The question while it can be asked; thanks once it was answered."""
    case = queries.by_token(actor_of(request), token)
    if rating := queries.rating_of(case):
        return render(
            request, "portal/case/rated.html", {"case": case, "rating": rating, "word": LEVELS[rating.level]}
        )
    form = RateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _given(request, case, form):
        return redirect("portal:rate", token)
    said = wizard.errors(form) if form.is_bound else []
    context = {"case": case, "form": form, "errors": said, "possible": case.status in RATEABLE}
    context["value"] = str(form["level"].value() or "")
    return render(request, "portal/case/rate.html", context, status=422 if said else 200)


def _given(request: HttpRequest, case: Case, form: RateForm) -> bool:
    given = form.cleaned_data
    try:
        give(
            actor_of(request),
            case.id,
            level=given["level"],
            reasons=given["reasons"],
            comment=given["comment"],
        )
    except (Invalid, Conflict) as problem:
        form.add_problem(problem)
        return False
    return True
