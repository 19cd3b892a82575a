"""What was typed and not sent yet, kept in the desk session until it is sent."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from minben.cases import queries
from minben.cases.models import Case
from minben.desk.forms.verb import VerbForm, verb_named
from minben.desk.forms.verbs import Verb
from minben.foundation.access.web import actor_of, guarded

SESSION_KEY = "drafts"
MOST = 10
NEVER = frozenset({"csrfmiddlewaretoken", "version", "seen", "key"})


@require_POST
@guarded("case.list")
def keep(request: HttpRequest, case_id: uuid.UUID, name: str) -> HttpResponse:
    """Autosave: the script posts the form here while somebody types."""
    case, verb = queries.case_for(actor_of(request), case_id), verb_named(name)
    if verb is None:
        return HttpResponse(status=404)
    typed = {key: request.POST[key] for key in verb.fields if key in request.POST and key not in NEVER}
    kept = {key: value for key, value in request.session.get(SESSION_KEY, {}).items() if key != _key(case, verb)}
    request.session[SESSION_KEY] = dict([*kept.items(), (_key(case, verb), typed)][-MOST:])
    return HttpResponse(status=204)


def restore(request: HttpRequest, case: Case, form: VerbForm) -> None:
    """Put a draft back into an empty form."""
    draft = request.session.get(SESSION_KEY, {}).get(_key(case, form.verb))
    if draft:
        form.initial.update(draft)


def forget(request: HttpRequest, case: Case, verb: Verb) -> None:
    kept = request.session.get(SESSION_KEY, {})
    if kept.pop(_key(case, verb), None) is not None:
        request.session[SESSION_KEY] = kept


def _key(case: Case, verb: Verb) -> str:
    return f"{case.id}:{verb.name}"
