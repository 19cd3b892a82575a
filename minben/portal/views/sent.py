"""What somebody is told after sending: the number, the code, the date, what comes next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from minben.cases.actions.draft import answer_of
from minben.cases.models import Case, Kind
from minben.foundation.access.policies import allowed
from minben.foundation.access.web import actor_of


def confirmation(request: HttpRequest, case: Case) -> HttpResponse:
    """Shown again to whom the case belongs; anybody else with this address has to bring number and code."""
    if not allowed(actor_of(request), "case.read", case):
        return redirect("portal:track")
    context = {"case": case, "sent": answer_of(case), "application": case.kind == Kind.APPLICATION}
    return render(request, "portal/sent.html", context)
