"""What was issued to the person: certificates and letters of all their cases."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases.applications import awarding
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.keyset import keyset_page


@never_cache
@require_safe
@guarded("account.own")
def papers(request: HttpRequest) -> HttpResponse:
    """The newest first, each with its PDF and what others see of it."""
    actor = actor_of(request)
    page = keyset_page(
        awarding.own_papers(actor), order=("-id",), cursor=request.GET.get("cursor", ""), size=20
    )
    cases = awarding.cases_of(page.items)
    context = {"papers": page, "rows": [(held, cases[held.case_id]) for held in page.items]}
    return render(request, "portal/account/papers.html", context)
