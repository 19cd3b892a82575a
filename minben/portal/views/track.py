"""Following a case with its number and code."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases.actions.claim import claim
from minben.cases.intake.numbers import clean_code, example
from minben.cases.queries import own_cases
from minben.config.forms import Form, errors_of
from minben.foundation import keys
from minben.foundation.access.actions.tries import failed, refuse_guessing
from minben.foundation.access.web import actor_of, claim_case, guarded
from minben.foundation.records.errors import Invalid, TooMany

PURPOSE = "track"
GOALS = {"case": "portal:case", "rate": "portal:rate"}


class TrackForm(Form):
    number = forms.CharField(
        label=_("Number"),
        max_length=40,
        help_text=format_lazy(_("Like {number}"), number=example()),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=pgettext_lazy("tracking", "Code"),
        max_length=20,
        help_text=_("Eight letters and figures"),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("site.open")
def track(request: HttpRequest) -> HttpResponse:
    """Number and code open a case for this browser, or for good when signed in. Guessing is slowed down."""
    form = TrackForm(request.POST or None, initial={"number": request.GET.get("number", "")[:40]})
    if request.method == "POST" and form.is_valid():
        try:
            case = _claim(request, form.cleaned_data["number"], form.cleaned_data["code"])
        except (Invalid, TooMany) as problem:
            form.add_problem(problem)
            return _page(request, form, 429 if isinstance(problem, TooMany) else 422)
        goal = GOALS.get(request.GET.get("to", ""), GOALS["case"])
        return redirect(goal, case)
    return _page(request, form, 422 if form.errors else 200)


def _claim(request: HttpRequest, number: str, code: str) -> str:
    """The token of the case that both open. Every failure counts for the address and for the number."""
    who = (request.META.get("REMOTE_ADDR", ""), keys.digest(f"track:{clean_code(number)}")[:64])
    refuse_guessing(PURPOSE, *who)
    try:
        case = claim(actor_of(request), number=number, code=code)
    except Invalid as problem:
        failed(PURPOSE, *who)
        raise Invalid(problem.message, fields=problem.fields or {"number": problem.message}) from problem
    claim_case(request, case.id)
    return case.track_token


def _page(request: HttpRequest, form: TrackForm, status: int) -> HttpResponse:
    found = own_cases(actor_of(request))[:20]
    context = {"form": form, "errors": errors_of(form) if form.is_bound else [], "own": found}
    return render(request, "portal/track.html", context, status=status)
