"""A certificate of a case is taken back, or another takes its place."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases import queries
from minben.cases.actions.replacing import decline_replacement, replace_certificate
from minben.cases.actions.revoking import revoke_certificate
from minben.certificates.queries import certificate_of
from minben.desk.forms.certificates import DeclineForm, ReplaceForm, RevokeForm
from minben.desk.views.plain import Asked, plain_form
from minben.foundation.access.policies import require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("certificate.revoke")
def revoke(request: HttpRequest, case_id: uuid.UUID, certificate_id: uuid.UUID) -> HttpResponse:
    """Asks for the reason, which the person reads; whoever checks the paper reads only that it was revoked."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    held = certificate_of(case.id, certificate_id)
    require(actor, "certificate.revoke", held)
    form, back = RevokeForm(request.POST or None), reverse("desk:case", args=[case.id])
    if request.method == "POST" and form.is_valid():
        try:
            revoke_certificate(actor, case, held.id, reason=form.cleaned_data["reason"])
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            messages.success(
                request, _("Revoked. The person was told, and whoever checks it reads it at once.")
            )
            return HttpResponseRedirect(back)
    asked = Asked(
        _("Revoke %(number)s") % {"number": held.number},
        _("Revoke it for good"),
        back,
        _("Back to the case"),
        lead=_("It does not hold any more from this moment on, and cannot be put in force again."),
        grave=True,
    )
    return plain_form(request, form, asked)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("certificate.replace")
def replace(request: HttpRequest, case_id: uuid.UUID, certificate_id: uuid.UUID) -> HttpResponse:
    """Asks what happened and why. The new one has a new number; the earlier one is checked as replaced at once."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    held = certificate_of(case.id, certificate_id)
    require(actor, "certificate.replace", held)
    form, back = ReplaceForm(request.POST or None), reverse("desk:case", args=[case.id])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = replace_certificate(actor, case, held.id, ground=given["ground"], reason=given["reason"])
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            said = _("%(number)s takes its place. The person was told.") % {"number": made.number}
            messages.success(request, said)
            return HttpResponseRedirect(back)
    asked = Asked(
        _("Replace %(number)s") % {"number": held.number},
        _("Issue the new one"),
        back,
        _("Back to the case"),
        lead=_(
            "The same certificate under a new number, as long in force as this one. This one does not hold any more from then on."
        ),
    )
    return plain_form(request, form, asked)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.decline_replacement")
def decline(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Says no to somebody who asked for another certificate."""
    actor = actor_of(request)
    case, back = queries.case_for(actor, case_id), reverse("desk:case", args=[case_id])
    require(actor, "case.decline_replacement", case)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decline_replacement(actor, case.id, reason=form.cleaned_data["reason"])
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The person was told why."))
            return HttpResponseRedirect(back)
    asked = Asked(_("Do not replace it"), _("Tell the person"), back, _("Back to the case"))
    return plain_form(request, form, asked)
