"""My counter: open it, call, serve; the page asks every ten seconds who waits."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.desk.presenters.counter import Console, console, tag_of
from minben.foundation.access.actor import Actor
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.visits import actions, queries

Doing = Callable[[Actor, uuid.UUID, Any], object]


@never_cache
@require_safe
@guarded("visit.serve")
def mine(request: HttpRequest) -> HttpResponse:
    """Where I sit; or which counters I may open."""
    actor = actor_of(request)
    counter = queries.my_counter(actor)
    if counter is None or not counter.open:
        found = queries.counters_for_me(actor)
        return render(request, "desk/visits/choose.html", {"counters": found, "actor": actor})
    shown = console(counter, timezone.now())
    _saw(actor, shown)
    return render(request, "desk/visits/counter.html", {"console": shown, "tag": tag_of(counter)})


def _saw(actor: Actor, shown: Console) -> None:
    if shown.here is not None and shown.here.party_id is not None:
        trail.saw(actor, "desk.counter", kind="party", ids=[shown.here.party_id])


@never_cache
@require_safe
@guarded("visit.serve", polled=True)
def now(request: HttpRequest) -> HttpResponse:
    """Who waits: 304 while nothing changed at the office."""
    counter = queries.my_counter(actor_of(request))
    if counter is None:
        raise Missing(_("You do not sit at this counter any more. Open it again."))
    tag = tag_of(counter)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    shown = console(counter, timezone.now())
    return render(request, "desk/visits/_line.html", {"console": shown, "tag": tag})


@require_POST
@guarded("visit.serve")
def sit_down(request: HttpRequest, counter_id: uuid.UUID) -> HttpResponse:
    """Open this counter."""
    return _done(request, lambda: actions.open_counter(actor_of(request), counter_id))


def _seen(given: Any) -> uuid.UUID:
    """Who was at the counter when the page was drawn; a page that does not say it is refused as an old one."""
    try:
        return uuid.UUID(given.get("ticket", ""))
    except ValueError:
        return uuid.UUID(int=0)


def _served(actor: Actor, counter_id: uuid.UUID, given: Any) -> None:
    actions.serve(
        actor,
        counter_id,
        note=given.get("note", ""),
        case_number=given.get("case_number", "")[:40],
        ticket_id=_seen(given),
    )


def _served_and_next(actor: Actor, counter_id: uuid.UUID, given: Any) -> None:
    _served(actor, counter_id, given)
    actions.call_next(actor, counter_id)


def _passed(actor: Actor, counter_id: uuid.UUID, given: Any) -> None:
    try:
        to = uuid.UUID(given.get("to", ""))
    except ValueError:
        to = counter_id
    actions.pass_on(actor, counter_id, to, ticket_id=_seen(given))


VERBS: dict[str, Doing] = {
    "next": lambda actor, key, _given: actions.call_next(actor, key),
    "again": lambda actor, key, given: actions.call_again(actor, key, ticket_id=_seen(given)),
    "served": _served,
    "served-next": _served_and_next,
    "missed": lambda actor, key, given: actions.miss(actor, key, ticket_id=_seen(given)),
    "pass": _passed,
    "note": lambda actor, key, given: actions.keep_note(
        actor, key, note=given.get("note", ""), ticket_id=_seen(given)
    ),
    "close": lambda actor, key, _given: actions.close_counter(actor, key),
}


@require_POST
@guarded("visit.serve")
def do(request: HttpRequest, counter_id: uuid.UUID, verb: str) -> HttpResponse:
    """One thing done at the counter. What does not go is told above it."""
    doing = VERBS.get(verb)
    if doing is None:
        raise Missing(_("There is no such step."))
    return _done(request, lambda: doing(actor_of(request), counter_id, request.POST))


def _done(request: HttpRequest, run: Callable[[], object]) -> HttpResponse:
    try:
        run()
    except (Conflict, Invalid) as problem:
        messages.warning(request, str(next(iter(problem.fields.values()), problem.message)))
    return HttpResponseRedirect(reverse("desk:counter"))
