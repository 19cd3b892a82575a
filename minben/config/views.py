"""Choices about the page itself (language, display) and the pages shown when something went wrong."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from minben.agencies.site import NAME as SITE
from minben.config.display import COOKIE, chosen, toggled
from minben.config.typed import page_before, typed
from minben.foundation.access.web import guarded
from minben.foundation.options import held

YEAR = 365 * 24 * 3600


@require_POST
@guarded("site.open")
def language(request: HttpRequest) -> HttpResponse:
    """The desk's language, kept in a cookie. The public site's is in its addresses."""
    response = HttpResponseRedirect(_next(request, "/desk/"))
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, wanted)
    return response


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@guarded("site.open")
def display(request: HttpRequest) -> HttpResponse:
    """Large print and high contrast. Changes how pages look and nothing else, so it needs no CSRF token,
    and public pages need no cookie to carry the switch."""
    if request.method == "GET":
        return render(request, "public/display.html", {"next": _next(request, "/")})
    response = HttpResponseRedirect(_next(request, "/"))
    _remember(response, COOKIE, ".".join(toggled(chosen(request), request.POST)))
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )


def _next(request: HttpRequest, default: str) -> str:
    """Where to go back to: only addresses of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else default


def problem_page(request: HttpRequest, status: int, message: object = "") -> HttpResponse:
    """The calm page for ``status``: what happened and what to do, in the frame of the door that was used."""
    context = {"message": str(message), "status": status, "frame": _frame(request)}
    return render(request, f"errors/{status}.html", context, status=status)


def _frame(request: HttpRequest) -> str:
    return "desk/frame.html" if request.path_info.startswith("/desk/") else "public/base.html"


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return problem_page(request, 400)


def refused(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return problem_page(request, 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return problem_page(request, 404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or came from elsewhere (setting ``CSRF_FAILURE_VIEW``)."""
    own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    context = {"frame": _frame(request), "typed": typed(request) if own else []}
    return render(request, "errors/csrf.html", context, status=403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """A form of the desk sent by somebody who is not signed in any more: what was written is not lost."""
    sign_in = f"{settings.LOGIN_URL}?{urlencode({'next': page_before(request)})}"
    context = {"frame": _frame(request), "typed": typed(request), "sign_in": sign_in}
    return render(request, "errors/signed_out.html", context, status=403)


def too_many(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Too many tries. Also the lock-out page of the sign-in (setting ``AXES_LOCKOUT_CALLABLE``)."""
    return problem_page(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """With nothing that is asked for: whatever is broken must not break this page too."""
    number = (held.remembered(SITE) or {}).get("hotline", settings.HOTLINE)
    return HttpResponse(render_to_string("errors/500.html", {"hotline": number}), status=500)
