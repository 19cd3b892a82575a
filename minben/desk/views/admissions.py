"""What waits until the security administrator lets it in: new machines, new keys, more rights."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.agencies.actions.admitting import let_in, refuse
from minben.desk.forms.machines import AdmissionForm
from minben.desk.presenters.machines import Asked, all_waiting, decided, in_words
from minben.foundation.access.models import Admission
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Invalid, Missing

POLICY = "agencies.admit"


@never_cache
@require_safe
@guarded(POLICY)
def admissions(request: HttpRequest) -> HttpResponse:
    """What waits, and what was decided last."""
    context = {"waiting": all_waiting(), "decided": decided()}
    return render(request, "desk/admissions.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(POLICY)
def admission(request: HttpRequest, admission_id: uuid.UUID) -> HttpResponse:
    """One of them, to let in or to refuse."""
    form = AdmissionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _decide(request, admission_id, form.cleaned_data["reason"])
        except Invalid as problem:
            form.add_problem(problem)
    context = {"asked": _found(admission_id), "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/admission.html", context, status=status)


def _decide(request: HttpRequest, admission_id: uuid.UUID, reason: str) -> HttpResponse:
    if request.POST.get("decision") == "let_in":
        let_in(actor_of(request), admission_id)
        messages.success(request, _("It is let in and works within ten seconds."))
    else:
        refuse(actor_of(request), admission_id, reason=reason)
        messages.success(request, _("It is refused."))
    return HttpResponseRedirect(reverse("desk:admissions"))


def _found(admission_id: uuid.UUID) -> Asked:
    found = Admission.objects.filter(pk=admission_id).select_related("client").first()
    if found is None:
        raise Missing(_("Nothing of this kind was asked for."))
    return in_words([found])[0]
