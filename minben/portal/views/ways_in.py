"""Ways in for the public besides a code: a passkey, or a provider such as the national identity service."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.foundation.access.actions.open_sessions import open_to
from minben.foundation.access.models import Account
from minben.foundation.access.web import account_of, actor_of, guarded
from minben.foundation.identity.actions import federated, passkeys
from minben.foundation.identity.actions.own_sessions import end_others, end_session
from minben.foundation.identity.models import Door
from minben.foundation.identity.web import answer_of, options, refusal
from minben.foundation.records.errors import Problem

from .sign_in import NEXT


@never_cache
@require_POST
@guarded("site.open")
def challenge(request: HttpRequest) -> HttpResponse:
    """For the browser's script."""
    return options(passkeys.begin_sign_in(request))


@never_cache
@require_POST
@guarded("site.open")
def enter(request: HttpRequest) -> HttpResponse:
    goal = request.session.get(NEXT) or reverse("portal:account")
    try:
        passkeys.sign_in(request, answer_of(request), kind=Account.Kind.PUBLIC)
    except Problem as problem:
        return _back_to_the_door(request, problem)
    request.session.pop(NEXT, None)
    return redirect(goal)


@never_cache
@require_safe
@guarded("site.open")
def outward(request: HttpRequest, code: str) -> HttpResponse:
    with override(settings.LANGUAGE_CODE):
        back = request.build_absolute_uri(reverse("portal:provider_back"))
    goal = request.session.get(NEXT) or reverse("portal:account")
    try:
        return HttpResponseRedirect(federated.begin(request, code, Door.PUBLIC, back=back, goal=goal))
    except Problem as problem:
        return _back_to_the_door(request, problem)


@never_cache
@require_safe
@guarded("site.open")
def homeward(request: HttpRequest) -> HttpResponse:
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    try:
        _step, goal = federated.finish(request, Door.PUBLIC, state=state, code=code)
    except Problem as problem:
        return _back_to_the_door(request, problem)
    request.session.pop(NEXT, None)
    return redirect(goal)


def _back_to_the_door(request: HttpRequest, problem: Problem) -> HttpResponse:
    messages.error(request, str(problem.message))
    return redirect("portal:sign_in")


@never_cache
@require_safe
@guarded("account.own")
def ways(request: HttpRequest) -> HttpResponse:
    """The account's passkeys and open sessions."""
    account = account_of(request)
    context = {"passkeys": passkeys.passkeys_of(account), "open_sessions": open_to(account)}
    return render(request, "portal/account/ways_in.html", context)


@never_cache
@require_POST
@guarded("account.own")
def creation(request: HttpRequest) -> HttpResponse:
    try:
        return options(passkeys.begin_adding(request, actor_of(request), account_of(request)))
    except Problem as problem:
        return refusal(problem)


@require_POST
@guarded("account.own")
def add(request: HttpRequest) -> HttpResponse:
    def run() -> None:
        name = request.POST.get("name", "")
        passkeys.add(request, actor_of(request), account_of(request), answer_of(request), name=name)

    return _done(
        request,
        run,
        _("The passkey is kept. You can sign in with it from now on. Other sessions have ended."),
    )


@require_POST
@guarded("account.own")
def remove(request: HttpRequest, passkey_id: int) -> HttpResponse:
    def run() -> None:
        passkeys.remove(request, actor_of(request), account_of(request), passkey_id)

    return _done(
        request, run, _("The passkey is removed; remove it from the device too. Other sessions have ended.")
    )


@require_POST
@guarded("account.own")
def end(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    def run() -> None:
        end_session(actor_of(request), account_of(request), session_id)

    return _done(request, run, _("The session has ended."))


@require_POST
@guarded("account.own")
def end_all(request: HttpRequest) -> HttpResponse:
    """Out everywhere but here."""

    def run() -> None:
        end_others(request, actor_of(request), account_of(request))

    return _done(request, run, _("You are signed out everywhere else."))


def _done(request: HttpRequest, run: Callable[[], None], said: str) -> HttpResponse:
    try:
        run()
    except Problem as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, said)
    return redirect("portal:account_ways_in")
