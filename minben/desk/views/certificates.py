"""A certificate of a case is taken back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases import queries
from minben.cases.actions.revoking import revoke_certificate
from minben.certificates.queries import certificate_of
from minben.desk.forms.certificates import RevokeForm
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
