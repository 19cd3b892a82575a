"""“Was this page useful?”: one press for yes, a reason and a word for no. No account, no JavaScript."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from minben.catalog.actions.listening import give_opinion
from minben.catalog.models import Opinion
from minben.catalog.queries.editions import standing_title
from minben.config.forms import Form
from minben.foundation.access.actions.tries import failed, refuse_guessing
from minben.foundation.access.web import guarded
from minben.foundation.records.errors import TooMany

KINDS = frozenset({"service", "event", "article"})
MOST = 20
"""Opinions from one address in a quarter of an hour: a family, not a machine."""


class WhyForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("What was wrong?"),
        choices=Opinion.Reason.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    comment = forms.CharField(
        label=gettext_lazy("What were you looking for?"),
        widget=forms.Textarea({"rows": 4}),
        max_length=1000,
        required=False,
    )


@require_http_methods(["GET", "POST"])
@guarded("site.open")
def useful(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """GET asks why not; POST keeps the answer. Raises TooMany after twenty from one address."""
    if kind not in KINDS or standing_title(kind, key) is None:
        raise Http404
    yes = request.POST.get("useful") == "yes"
    form = WhyForm(request.POST if request.method == "POST" and not yes else None)
    if request.method == "POST" and (yes or form.is_valid()):
        _keep(request, kind, key, yes, {} if yes else form.cleaned_data)
        return HttpResponseRedirect(reverse("portal:useful_thanks", args=[kind, key]))
    context = {"form": form, "back": reverse(f"portal:{kind}", args=[key])}
    return render(request, "portal/useful.html", context, status=422 if form.is_bound else 200)


def _keep(request: HttpRequest, kind: str, key: str, yes: bool, given: dict[str, str]) -> None:
    who = request.META.get("REMOTE_ADDR", "")
    try:
        refuse_guessing("opinion", who, most=MOST)
    except TooMany as error:
        raise TooMany(_("Many opinions came from your address just now. Try again later.")) from error
    failed("opinion", who)
    give_opinion(kind, key, language=get_language() or "zh-hant", useful=yes, **given)


@require_safe
@guarded("site.open")
def thanks(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    if kind not in KINDS or standing_title(kind, key) is None:
        raise Http404
    return render(
        request, "portal/useful.html", {"thanks": True, "back": reverse(f"portal:{kind}", args=[key])}
    )
