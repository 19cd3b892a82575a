"""Ways in besides the password: passkeys, the government's own sign-in; and one's open sessions."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.foundation.access.actions import staff
from minben.foundation.access.models import Account
from minben.foundation.access.web import account_of, actor_of, guarded
from minben.foundation.identity.actions import federated, passkeys
from minben.foundation.identity.actions.own_sessions import end_others, end_session
from minben.foundation.identity.models import Door
from minben.foundation.identity.web import answer_of, options, refusal
from minben.foundation.records.errors import Problem

from .door import next_address


@never_cache
@require_POST
@guarded("site.open")
def challenge(request: HttpRequest) -> HttpResponse:
    """For the browser's script: a challenge for any passkey."""
    return options(passkeys.begin_sign_in(request))


@never_cache
@require_POST
@guarded("site.open")
def second_challenge(request: HttpRequest) -> HttpResponse:
    """After the password: a challenge for the passkeys of that account."""
    try:
        return options(passkeys.begin_sign_in(request, staff.pending(request)))
    except Problem as problem:
        return refusal(problem)


@never_cache
@require_POST
@guarded("site.open")
def enter(request: HttpRequest) -> HttpResponse:
    """In with a passkey alone."""
    try:
        passkeys.sign_in(request, answer_of(request), kind=Account.Kind.STAFF)
    except Problem as problem:
        return _back_to_the_door(request, problem)
    return HttpResponseRedirect(next_address(request))


@never_cache
@require_POST
@guarded("site.open")
def second(request: HttpRequest) -> HttpResponse:
    """The passkey in place of the six digits."""
    try:
        passkeys.second_step(request, answer_of(request))
    except Problem as problem:
        return _back_to_the_door(request, problem)
    return HttpResponseRedirect(next_address(request))


@never_cache
@require_safe
@guarded("site.open")
def outward(request: HttpRequest, code: str) -> HttpResponse:
    """Off to the provider."""
    back = request.build_absolute_uri(reverse("desk:provider_back"))
    try:
        to = federated.begin(request, code, Door.STAFF, back=back, goal=next_address(request))
    except Problem as problem:
        return _back_to_the_door(request, problem)
    return HttpResponseRedirect(to)


@never_cache
@require_safe
@guarded("site.open")
def homeward(request: HttpRequest) -> HttpResponse:
    """Back from the provider; the second step follows where it is asked for."""
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    try:
        step, goal = federated.finish(request, Door.STAFF, state=state, code=code)
    except Problem as problem:
        return _back_to_the_door(request, problem)
    if step == staff.Step.DONE:
        return HttpResponseRedirect(goal)
    return HttpResponseRedirect(f"{reverse('desk:code')}?{urlencode({'next': goal})}")


def _back_to_the_door(request: HttpRequest, problem: Problem) -> HttpResponse:
    messages.error(request, str(problem.message))
    return HttpResponseRedirect(f"{reverse('desk:sign_in')}?{urlencode({'next': next_address(request)})}")


@never_cache
@require_POST
@guarded("desk.open")
def creation(request: HttpRequest) -> HttpResponse:
    """For the browser's script: what it needs to make a passkey."""
    try:
        return options(passkeys.begin_adding(request, actor_of(request), account_of(request)))
    except Problem as problem:
        return refusal(problem)


@require_POST
@guarded("desk.open")
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
@guarded("desk.open")
def rename(request: HttpRequest, passkey_id: int) -> HttpResponse:
    def run() -> None:
        name = request.POST.get("name", "")
        passkeys.rename(actor_of(request), account_of(request), passkey_id, name=name)

    return _done(request, run, _("The name is changed."))


@require_POST
@guarded("desk.open")
def remove(request: HttpRequest, passkey_id: int) -> HttpResponse:
    def run() -> None:
        passkeys.remove(request, actor_of(request), account_of(request), passkey_id)

    return _done(
        request, run, _("The passkey is removed; remove it from the device too. Other sessions have ended.")
    )


@require_POST
@guarded("desk.open")
def end(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    def run() -> None:
        end_session(actor_of(request), account_of(request), session_id)

    return _done(request, run, _("The session has ended."))


@require_POST
@guarded("desk.open")
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
    return HttpResponseRedirect(reverse("desk:security"))
