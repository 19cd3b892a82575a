"""The person asks for another certificate in place of one that is lost or wrong."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases import queries
from minben.cases.actions.replacing import GROUNDS, MOST, ask_replacement
from minben.certificates.queries import certificate_of
from minben.config.forms import Form, errors_of
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid


class ReplacementForm(Form):
    ground = forms.ChoiceField(
        label=_("What happened?"), choices=list(GROUNDS.items()), widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Tell us more"),
        help_text=_("When it was lost, or what is wrong on it and how it should read."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.read")
def ask(request: HttpRequest, token: str, certificate_id: uuid.UUID) -> HttpResponse:
    """What happened to it. The department decides; the answer stands on the page of the case."""
    actor = actor_of(request)
    found = queries.by_token(actor, token)
    held = certificate_of(found.id, certificate_id)
    form = ReplacementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            ask_replacement(actor, found.id, held.id, ground=given["ground"], text=given["text"])
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, str(_("Thank you. The department answers you on this page.")))
            return redirect("portal:case", token)
    wrong = form.is_bound and bool(form.errors)
    context = {"case": found, "held": held, "form": form, "errors": errors_of(form) if form.is_bound else []}
    return render(request, "portal/case/replacement.html", context, status=422 if wrong else 200)
