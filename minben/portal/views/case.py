"""The person's own case."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases import queries
from minben.cases.applications.sent_copy import as_response
from minben.cases.models import Case
from minben.config.forms import errors_of
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.files.download import download as hand_out
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.portal.forms.case import VERBS, Verb, VerbForm
from minben.portal.forms.uploads import taken_in, uploads
from minben.portal.presenters.case import page

from .sent import confirmation


@never_cache
@require_safe
@guarded("case.read")
def case(request: HttpRequest, token: str) -> HttpResponse:
    actor = actor_of(request)
    found = queries.by_token(actor, token)
    form = VerbForm(VERBS["write"])
    return render(request, "portal/case/case.html", {"page": page(actor, found), "case": found, "form": form})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.read")
def act(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """One thing a page: message, files, hurry, withdraw, reopen, supply."""
    actor = actor_of(request)
    found = queries.by_token(actor, token)
    verb = VERBS.get(name)
    if verb is None:
        raise Missing(_("There is no such page."))
    form = VerbForm(verb, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _page(request, found, verb, form)
    if form.is_valid() and not (wrong := _done(request, found, verb, form)):
        messages.success(request, str(verb.done))
        return redirect("portal:case", token)
    return _page(request, found, verb, form, wrong=wrong if form.is_valid() else "")


def _done(request: HttpRequest, found: Case, verb: Verb, form: VerbForm) -> str:
    """Do it. What was wrong goes to the form; of the files the text is given back."""
    actor = actor_of(request)
    documents, wrong = taken_in(actor, request) if verb.files else ([], "")
    if wrong:
        return wrong
    if verb.name == "attach" and not uploads(request):
        return str(_("Choose a file first."))
    try:
        verb.act(actor, found.id, form.cleaned_data.get("text", ""), [d.id for d in documents])
    except (Invalid, Conflict) as problem:
        for message in problem.fields.values() or [problem.message]:
            form.add_error("text" if "text" in form.fields else None, str(message))
        return str(problem.message)
    return ""


def _page(request: HttpRequest, found: Case, verb: Verb, form: VerbForm, *, wrong: str = "") -> HttpResponse:
    """Also shown when the verb is not possible now: then it says so instead of offering it."""
    shown = page(actor_of(request), found)
    said = errors_of(form) if form.is_bound else []
    file_wrong = wrong if wrong and not said else ""
    context = {
        "case": found,
        "page": shown,
        "verb": verb,
        "form": form,
        "errors": [*said, *([("files", file_wrong)] if file_wrong else [])],
        "file_error": file_wrong,
        "possible": verb.name in shown.verbs or (request.method == "POST" and bool(said)),
    }
    return render(request, "portal/case/act.html", context, status=422 if said or file_wrong else 200)


@never_cache
@require_safe
@guarded("case.read")
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Number, code and promise once more, to print."""
    return confirmation(request, queries.by_token(actor_of(request), token))


@never_cache
@require_safe
@guarded("case.read")
def download(request: HttpRequest, token: str, document_id: uuid.UUID) -> FileResponse:
    """A file that the person sent or may see. Raises Missing for any other."""
    found = queries.by_token(actor_of(request), token)
    held = queries.document_of(found, document_id)
    if not held.public:
        raise Missing(_("There is no such file here."))
    return hand_out(held.document)


@never_cache
@require_safe
@guarded("case.read")
def sent_copy(request: HttpRequest, token: str) -> HttpResponse:
    """The application as it was sent, as a PDF in the reader's language."""
    actor = actor_of(request)
    return as_response(actor, queries.by_token(actor, token))
