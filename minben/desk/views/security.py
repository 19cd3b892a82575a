"""One's own account: where it was signed in from, and the second step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.foundation.access.actions.sessions import sign_ins
from minben.foundation.access.web import account_of, guarded


@never_cache
@require_safe
@guarded("desk.open")
def security(request: HttpRequest) -> HttpResponse:
    """The newest sign-ins of this account, good and bad."""
    account = account_of(request)
    return render(request, "desk/security.html", {"account": account, "sign_ins": sign_ins(account)})
