"""What was typed and not sent yet, kept sealed on the server until it is sent, whatever happens to the session."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from minben.cases import queries
from minben.cases.actions.words import Kept, discard_words, forget_words, keep_words, words_kept
from minben.cases.intake import BODY_MOST
from minben.cases.models import Case
from minben.desk.forms.intake import IntakeForm
from minben.desk.forms.verb import VerbForm, verb_named
from minben.desk.forms.verbs import Verb
from minben.foundation.access.actor import ActorKind
from minben.foundation.access.web import actor_of, guarded

SESSION_KEY = "drafts"
MOST = 10
INTAKE = "intake"
OWN_MARKS = {"key", "call", "phone", "party", "asked_by"}
"""Of one contact: they are not brought into another."""


@require_POST
@guarded("case.list")
def keep(request: HttpRequest, case_id: uuid.UUID, name: str) -> HttpResponse:
    """Autosave: the script posts the form here while somebody types."""
    case = queries.case_for(actor_of(request), case_id)
    return HttpResponse(status=204 if put(request, case.id, name) else 404)


@require_POST
@guarded("case.list")
def discard(request: HttpRequest, case_id: uuid.UUID, name: str) -> HttpResponse:
    """Put the kept words aside; they can be brought back."""
    discard_words(actor_of(request), f"{queries.case_for(actor_of(request), case_id).id}:{name}")
    return HttpResponseRedirect(reverse("desk:verb", args=[case_id, name]))


@require_POST
@guarded("case.list")
def bring_back(request: HttpRequest, case_id: uuid.UUID, name: str) -> HttpResponse:
    """Undo of discarding."""
    discard_words(actor_of(request), f"{queries.case_for(actor_of(request), case_id).id}:{name}", gone=False)
    return HttpResponseRedirect(reverse("desk:verb", args=[case_id, name]))


@require_POST
@guarded("case.intake")
def keep_intake(request: HttpRequest) -> HttpResponse:
    """Autosave of the intake screen; the words are only offered again, never put into another call by themselves."""
    typed = _typed(request, (name for name in IntakeForm.base_fields if name not in OWN_MARKS))
    if any(typed.get(name) for name in ("title", "body", "answer")):
        keep_words(actor_of(request), INTAKE, typed)
    return HttpResponse(status=204)


@require_POST
@guarded("case.intake")
def discard_intake(request: HttpRequest) -> HttpResponse:
    """Put them aside, or bring them back."""
    back = bool(request.POST.get("back"))
    discard_words(actor_of(request), INTAKE, gone=not back)
    return HttpResponseRedirect(reverse("desk:intake") + ("?draft=1" if back else "?discarded=1"))


def put(request: HttpRequest, case_id: uuid.UUID, name: str) -> bool:
    """Keep the words of a verb's form: with the account, or in the session while nobody is signed in."""
    verb = verb_named(name)
    if verb is None:
        return False
    typed = _typed(request, verb.fields)
    if actor_of(request).kind == ActorKind.STAFF:
        keep_words(actor_of(request), _key(case_id, verb), typed)
        return True
    kept = {key: value for key, value in _waiting(request).items() if key != _key(case_id, verb)}
    request.session[SESSION_KEY] = dict([*kept.items(), (_key(case_id, verb), typed)][-MOST:])
    return True


def restore(request: HttpRequest, case: Case, form: VerbForm) -> Kept | None:
    """Put what was kept back into an empty form; what was typed behind the sign-in is the newest."""
    actor, key = actor_of(request), _key(case.id, form.verb)
    waiting = _waiting(request)
    if key in waiting:
        keep_words(actor, key, waiting.pop(key))
        request.session[SESSION_KEY] = waiting
    kept = words_kept(actor, key)
    if kept is not None and not kept.gone:
        form.initial.update(kept.words)
    return kept


def intake_words(request: HttpRequest) -> Kept | None:
    return words_kept(actor_of(request), INTAKE)


def forget(request: HttpRequest, case: Case, verb: Verb) -> None:
    forget_words(actor_of(request), _key(case.id, verb))


def forget_intake(request: HttpRequest) -> None:
    forget_words(actor_of(request), INTAKE)


def _typed(request: HttpRequest, names: Iterable[str]) -> dict[str, str]:
    return {name: request.POST[name][:BODY_MOST] for name in names if name in request.POST}


def _waiting(request: HttpRequest) -> dict[str, dict[str, str]]:
    return dict(request.session.get(SESSION_KEY, {}))


def _key(case_id: uuid.UUID, verb: Verb) -> str:
    return f"{case_id}:{verb.name}"
