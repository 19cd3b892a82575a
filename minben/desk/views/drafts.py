"""What was typed and not sent yet, kept in the desk session until it is sent."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from minben.cases import queries
from minben.cases.intake import BODY_MOST
from minben.cases.models import Case
from minben.desk.forms.verb import VerbForm, verb_named
from minben.desk.forms.verbs import Verb
from minben.foundation.access.web import actor_of, guarded

SESSION_KEY = "drafts"
MOST = 10


@require_POST
@guarded("case.list")
def keep(request: HttpRequest, case_id: uuid.UUID, name: str) -> HttpResponse:
    """Autosave: the script posts the form here while somebody types."""
    case = queries.case_for(actor_of(request), case_id)
    return HttpResponse(status=204 if put(request, case.id, name) else 404)


def put(request: HttpRequest, case_id: uuid.UUID, name: str) -> bool:
    """Keep the words of a verb's form; the newest ten forms are kept."""
    verb = verb_named(name)
    if verb is None:
        return False
    typed = {key: request.POST[key][:BODY_MOST] for key in verb.fields if key in request.POST}
    kept = {key: value for key, value in _drafts(request).items() if key != _key(case_id, verb)}
    request.session[SESSION_KEY] = dict([*kept.items(), (_key(case_id, verb), typed)][-MOST:])
    return True


def restore(request: HttpRequest, case: Case, form: VerbForm) -> None:
    """Put a draft back into an empty form."""
    form.initial.update(_drafts(request).get(_key(case.id, form.verb), {}))


def forget(request: HttpRequest, case: Case, verb: Verb) -> None:
    kept = _drafts(request)
    if kept.pop(_key(case.id, verb), None) is not None:
        request.session[SESSION_KEY] = kept


def _drafts(request: HttpRequest) -> dict[str, dict[str, str]]:
    return dict(request.session.get(SESSION_KEY, {}))


def _key(case_id: uuid.UUID, verb: Verb) -> str:
    return f"{case_id}:{verb.name}"
