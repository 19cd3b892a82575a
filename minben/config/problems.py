"""An action's refusal that no view caught becomes a calm page with the refusal's own words."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from minben.config.views import problem_page, signed_out
from minben.foundation.access.actor import ActorKind
from minben.foundation.access.web import actor_of
from minben.foundation.records.errors import Problem, Refused

PAGES = {400, 403, 404, 409, 429}


class ProblemMiddleware:
    """Problem → its page; a desk page asked for by nobody → the sign-in, and back afterwards; a form sent → what was
    written, to copy.

    A part of such a page says so to the script instead: it reloads the page, unless something typed is not kept yet.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Problem):
            return None
        if isinstance(exception, Refused) and _needs_sign_in(request):
            if request.headers.get("HX-Request"):
                return HttpResponse(status=204, headers={"HX-Trigger": "signed-out"})
            if request.method == "POST":
                return signed_out(request)
            query = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{query}")
        if isinstance(exception, Refused) and _needs_account(request):
            back = request.get_full_path() if request.method == "GET" else reverse("portal:account")
            return HttpResponseRedirect(f"{reverse('portal:sign_in')}?{urlencode({'next': back})}")
        status = exception.status if exception.status in PAGES else 400
        return problem_page(request, status, exception.message)


def _needs_account(request: HttpRequest) -> bool:
    """A page of one's own, asked for by nobody: the session has expired, or never was."""
    match = request.resolver_match
    own = match is not None and getattr(match.func, "policy", "") == "account.own"
    return own and actor_of(request).account_id is None


def _needs_sign_in(request: HttpRequest) -> bool:
    at_desk = request.path_info.startswith("/desk/")
    return at_desk and actor_of(request).kind != ActorKind.STAFF
