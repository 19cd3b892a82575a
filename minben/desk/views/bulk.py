"""One thing done to the selected rows of a list, what came of it, and taking it back."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from minben.cases import queries
from minben.desk.actions.bulk import MOST, do_to_many, undo
from minben.desk.forms.bulk import BULK_VERBS, BulkForm
from minben.desk.presenters.categories import topic_of
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Missing, Problem

EXPORTS = {"export_csv": "desk:export", "export_xlsx": "desk:export_xlsx"}


@never_cache
@require_POST
@guarded("case.list")
def bulk(request: HttpRequest) -> HttpResponse:
    """Asks what the verb needs to know, then does it; an export needs nothing and goes out at once."""
    name, picked = request.POST.get("verb", ""), _picked(request)
    if not picked:
        messages.warning(request, _("Select a case first."))
        return HttpResponseRedirect(back_of(request))
    if name in EXPORTS:
        return _export(request, EXPORTS[name], picked)
    verb = BULK_VERBS.get(name)
    if verb is None:
        raise Missing(_("There is no such step."))
    if verb.asks and "asked" not in request.POST:
        form = BulkForm(verb, actor_of(request), initial={"key": request.POST.get("key", "")})
        return _ask(request, form, picked)
    return _do(request, BulkForm(verb, actor_of(request), request.POST), picked)


def _do(request: HttpRequest, form: BulkForm, picked: list[uuid.UUID]) -> HttpResponse:
    if not form.is_valid():
        return _ask(request, form, picked, status=422)
    given = dict(form.cleaned_data)
    key = given.pop("key")
    if form.verb.asks == "topic":
        given["topic"] = topic_of(given["topic"])[0]
    if form.verb.asks == "text" and form.verb.name != "hurry" and not given["text"].strip():
        form.add_error("text", _("Write something first."))
        return _ask(request, form, picked, status=422)
    try:
        made = do_to_many(actor_of(request), form.verb.name, picked, given, key=key)
    except Problem as problem:
        messages.warning(request, str(problem.message))
        return HttpResponseRedirect(back_of(request))
    return HttpResponseRedirect(_with_receipt(back_of(request), made))


@never_cache
@require_POST
@guarded("case.list")
def take_back(request: HttpRequest, receipt_id: uuid.UUID) -> HttpResponse:
    """Within a minute; what somebody changed since stays as it is, and is said."""
    try:
        undo(actor_of(request), receipt_id)
    except Problem as problem:
        messages.warning(request, str(problem.message))
    return HttpResponseRedirect(_with_receipt(back_of(request), receipt_id))


def _ask(request: HttpRequest, form: BulkForm, picked: list[uuid.UUID], *, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    found = queries.case_list(actor, queries.Filter(), size=MOST, only=picked).items
    trail.saw(actor, "desk.bulk", kind="case", ids=[row.case_id for row in found])
    context: dict[str, Any] = {"form": form, "verb": form.verb, "rows": found, "back": back_of(request)}
    return render(request, "desk/bulk.html", context, status=status)


def _export(request: HttpRequest, name: str, picked: list[uuid.UUID]) -> HttpResponse:
    columns = QueryDict(back_of(request).partition("?")[2]).getlist("columns")
    query = [("case", str(key)) for key in picked] + [("columns", column) for column in columns]
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode(query)}")


def _picked(request: HttpRequest) -> list[uuid.UUID]:
    """Raises Invalid for what is no key of a case."""
    try:
        return [uuid.UUID(text) for text in request.POST.getlist("case")[: MOST + 1]]
    except ValueError as error:
        raise Invalid(_("Select the cases again.")) from error


def back_of(request: HttpRequest) -> str:
    """The list that the press came from, on this site and at the desk only."""
    given, home = request.POST.get("back", ""), reverse("desk:home")
    local = url_has_allowed_host_and_scheme(given, allowed_hosts=None) and given.startswith(home)
    return given if local else reverse("desk:cases")


def _with_receipt(address: str, receipt_id: uuid.UUID) -> str:
    path, _mark, asked = address.partition("?")
    query = QueryDict(asked, mutable=True)
    query["receipt"] = str(receipt_id)
    return f"{path}?{query.urlencode()}"
