"""Doing something to a case: one view for every verb of the table."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases import queries
from minben.cases.answering import template_text
from minben.cases.models import Case
from minben.desk.forms.verb import VerbForm, blank, filled, renewed, verb_named
from minben.desk.forms.verbs import Verb
from minben.desk.presenters.timeline import lines
from minben.desk.views import drafts
from minben.desk.views.callers import id_of
from minben.desk.views.case import record_look
from minben.desk.views.keeping import keeps_what_was_typed
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.idempotency import answered, once


@never_cache
@require_http_methods(["GET", "POST"])
@keeps_what_was_typed
@guarded("case.list")
def verb(request: HttpRequest, case_id: uuid.UUID, name: str) -> HttpResponse:
    """The form of one verb (a page of its own, or a part for htmx), and what it does."""
    actor, found = actor_of(request), verb_named(name)
    if found is None:
        raise Missing(_("There is no such step."))
    if request.method == "POST" and answered(
        actor.key, _once_key(found, case_id, request.POST.get("key", ""))
    ):
        return HttpResponseRedirect(_after(request, case_id))
    case = queries.case_for(actor, case_id)
    require(actor, f"case.{found.name}", case)
    if request.method == "POST":
        return _post(request, actor, case, found)
    record_look(actor, case, "desk.verb")
    form = blank(found, actor, case, seen=_last_seen(case))
    kept = drafts.restore(request, case, form)
    _with_template(request, actor, case, form)
    return _page(request, case, form, kept=kept)


def _with_template(request: HttpRequest, actor: Actor, case: Case, form: VerbForm) -> None:
    """Without a script a template's words come by the address, into an empty field only."""
    name, wanted = form.verb.templated, id_of(request.GET.get("template"))
    if name and wanted and not form.initial.get(name):
        form.initial[name] = template_text(actor, case, wanted)


def _post(request: HttpRequest, actor: Actor, case: Case, verb: Verb) -> HttpResponse:
    form = filled(verb, actor, case, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    try:
        result = _run(actor, case, form)
    except Invalid as problem:
        form.add_problem(problem)
        return _page(request, case, form, status=422)
    except Conflict as problem:
        return _conflict(request, actor, case, form, problem)
    drafts.forget(request, case, verb)
    return _done(request, case, verb, result)


def _run(actor: Actor, case: Case, form: VerbForm) -> object:
    """Once for each form that was opened: the second press of a button finds the work done."""
    verb, given = form.verb, form.given
    if verb.reveals:
        return verb.run(actor, case, given)

    def work() -> dict[str, Any]:
        verb.run(actor, case, given)
        return {}

    key = _once_key(verb, case.id, form.cleaned_data["key"])
    return once(actor.key, key, {"verb": verb.name, "case": case.id}, work)


def _once_key(verb: Verb, case_id: uuid.UUID, key: str) -> str:
    return f"desk:{verb.name}:{case_id}:{key[:40]}"


def _done(request: HttpRequest, case: Case, verb: Verb, result: object) -> HttpResponse:
    if verb.reveals:
        return render(request, "desk/revealed.html", {"case": case, "verb": verb, "party": result})
    messages.success(request, f"{case.number}: {verb.done}")
    address = _after(request, case.id)
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _after(request: HttpRequest, case_id: uuid.UUID) -> str:
    """Back to the list that the form was opened from, or to the case while it may still be seen."""
    if request.GET.get("from") == "dispatch":
        return reverse("desk:dispatch")
    seen = queries.seen_by(actor_of(request), case_id)
    return reverse("desk:case", args=[case_id]) if seen else reverse("desk:home")


def _conflict(
    request: HttpRequest, actor: Actor, case: Case, form: VerbForm, problem: Conflict
) -> HttpResponse:
    """Somebody was faster: what changed is shown, what was typed stays."""
    seen_before = form.cleaned_data.get("seen")
    current = queries.case_for(actor, case.id)
    changes = lines(queries.changes_since(current, seen_before)) if seen_before else []
    form.add_problem(problem)
    still = form.verb.name in queries.verbs_for(actor, current) | queries.side_verbs_for(
        actor, current, queries.rating_of(current)
    )
    shown = renewed(form, current, seen=_last_seen(current))
    extra = {"changes": changes, "still": still, "conflict": True}
    return _page(request, current, shown, status=409, **extra)


def _page(
    request: HttpRequest, case: Case, form: VerbForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    inline = bool(getattr(request, "htmx", False))
    context = {
        "case": case,
        "verb": form.verb,
        "form": form,
        "inline": inline,
        "action": request.get_full_path(),
        "draft": reverse("desk:draft", args=[case.id, form.verb.name]),
        "still": True,
        **extra,
    }
    template = "desk/parts/verb_form.html" if inline else "desk/verb.html"
    return render(request, template, context, status=status)


def _last_seen(case: Case) -> uuid.UUID | None:
    latest = queries.timeline(case, public=False, limit=1)
    return latest[0].id if latest else None
