"""A certificate of a case is taken back, or another takes its place."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases import queries
from minben.cases.actions.replacing import decline_replacement, replace_certificate
from minben.cases.actions.revoking import revoke_certificate
from minben.certificates.queries import certificate_of
from minben.desk.forms.certificates import DeclineForm, ReplaceForm, RevokeForm
from minben.desk.views.plain import Asked, acted
from minben.foundation.access.policies import require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Text


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("certificate.revoke")
def revoke(request: HttpRequest, case_id: uuid.UUID, certificate_id: uuid.UUID) -> HttpResponse:
    """Asks for the reason, which the person reads; whoever checks the paper reads only that it was revoked."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    held = certificate_of(case.id, certificate_id)
    require(actor, "certificate.revoke", held)

    def act(given: dict[str, Any]) -> Text:
        revoke_certificate(actor, case, held.id, reason=given["reason"])
        return _("Revoked. The person was told, and whoever checks it reads it at once.")

    asked = Asked(
        _("Revoke %(number)s") % {"number": held.number},
        _("Revoke it for good"),
        reverse("desk:case", args=[case.id]),
        _("Back to the case"),
        lead=_("It does not hold any more from this moment on, and cannot be put in force again."),
        grave=True,
    )
    return acted(request, RevokeForm(request.POST or None), asked, act)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("certificate.replace")
def replace(request: HttpRequest, case_id: uuid.UUID, certificate_id: uuid.UUID) -> HttpResponse:
    """Asks what happened and why. The new one has a new number; the earlier one is checked as replaced at once."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    held = certificate_of(case.id, certificate_id)
    require(actor, "certificate.replace", held)

    def act(given: dict[str, Any]) -> Text:
        made = replace_certificate(actor, case, held.id, ground=given["ground"], reason=given["reason"])
        return _("%(number)s takes its place. The person was told.") % {"number": made.number}

    asked = Asked(
        _("Replace %(number)s") % {"number": held.number},
        _("Issue the new one"),
        reverse("desk:case", args=[case.id]),
        _("Back to the case"),
        lead=_(
            "The same certificate under a new number, as long in force as this one. This one does not hold any more from then on."
        ),
    )
    return acted(request, ReplaceForm(request.POST or None), asked, act)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.decline_replacement")
def decline(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Says no to somebody who asked for another certificate."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    require(actor, "case.decline_replacement", case)

    def act(given: dict[str, Any]) -> Text:
        decline_replacement(actor, case.id, reason=given["reason"])
        return _("The person was told why.")

    back = reverse("desk:case", args=[case.id])
    asked = Asked(_("Do not replace it"), _("Tell the person"), back, _("Back to the case"))
    return acted(request, DeclineForm(request.POST or None), asked, act)
