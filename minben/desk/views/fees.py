"""What an officer decides about the fee of a case."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases import queries
from minben.cases.actions import fee as acts
from minben.config.forms import Form
from minben.desk.views.plain import Asked, acted
from minben.foundation.access.policies import require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Text


@dataclass(frozen=True)
class Verb:
    """One decision: its action and its words."""

    act: Callable[..., Any]
    title: Text
    lead: Text
    done: Text


VERBS = {
    "waive_fee": Verb(
        acts.waive_fee,
        gettext_lazy("Waive the fee"),
        gettext_lazy("The person need not pay, and the case can be decided."),
        gettext_lazy("The fee need not be paid."),
    ),
    "insist_on_fee": Verb(
        acts.insist_on_fee,
        gettext_lazy("Ask for the fee"),
        gettext_lazy("The exemption is not given. The person can pay on the page of the case."),
        gettext_lazy("The fee is owed."),
    ),
    "refund_fee": Verb(
        acts.refund_fee,
        gettext_lazy("Refund the fee"),
        gettext_lazy("The whole sum goes back the way it came. This cannot be undone."),
        gettext_lazy("The money is on its way back."),
    ),
}


class ReasonForm(Form):
    autocomplete = False
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person reads this."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.list")
def fee(request: HttpRequest, case_id: uuid.UUID, verb: str) -> HttpResponse:
    """Waive, ask for or refund the fee, with a reason."""
    if verb not in VERBS:
        raise Http404
    actor, word = actor_of(request), VERBS[verb]
    case = queries.case_for(actor, case_id)
    require(actor, f"case.{verb}", case)

    def act(given: dict[str, Any]) -> Text:
        word.act(actor, case.id, reason=given["reason"])
        return word.done

    asked = Asked(
        str(word.title),
        str(word.title),
        reverse("desk:case", args=[case.id]),
        _("Back to the case"),
        lead=str(word.lead),
        grave=verb == "refund_fee",
    )
    return acted(request, ReasonForm(request.POST or None), asked, act)
