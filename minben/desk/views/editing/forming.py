"""The form of a draft as a file: a JSON Schema that designers carry to other tools and bring back."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.catalog.actions import editions as acts
from minben.catalog.forms import Question, dump, parse
from minben.catalog.formschema import read_text, written
from minben.catalog.formschema.reading import MOST_BYTES
from minben.catalog.models import Edition
from minben.catalog.queries import editions as queries
from minben.config.forms import Form
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Text

SECTION = "form"


class FormFile(Form):
    file = forms.FileField(
        label=_("Form document"),
        help_text=_(
            "A JSON Schema 2020-12 file, as this page gives it. It replaces all questions of this draft."
        ),
        widget=forms.FileInput({"accept": ".json,application/json,application/schema+json"}),
    )

    def clean_file(self) -> bytes:
        held = self.cleaned_data["file"]
        if held.size > MOST_BYTES:
            raise forms.ValidationError(_("A form document has at most 1 MB."))
        return bytes(held.read())


@never_cache
@require_safe
@guarded("catalog.edit")
def download(request: HttpRequest, edition_id: uuid.UUID) -> HttpResponse:
    """The questions of this draft as a document."""
    edition = _service(edition_id)
    try:
        questions = parse(edition.content.get(SECTION) or [])
    except Invalid as problem:
        messages.error(request, f"{problem.message} {'; '.join(map(str, problem.fields.values()))}")
        return HttpResponseRedirect(reverse("desk:edition_section", args=[edition.id, SECTION]))
    document = written(questions, edition.key, edition.number, edition.title)
    text = json.dumps(document, ensure_ascii=False, indent=2)
    name = f'attachment; filename="form-{edition.key}-{edition.number}.json"'
    return HttpResponse(
        text + "\n", content_type="application/schema+json", headers={"Content-Disposition": name}
    )


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("catalog.edit")
def upload(request: HttpRequest, edition_id: uuid.UUID) -> HttpResponse:
    """Read a document into the draft, or say at which place of it what is wrong."""
    edition = _service(edition_id)
    form = FormFile(request.POST or None, request.FILES or None)
    places: list[tuple[str, Text]] = []
    if request.method == "POST" and form.is_valid():
        try:
            questions = read_text(form.cleaned_data["file"])
            _keep(request, edition, questions)
        except Invalid as problem:
            form.add_error("file", str(problem.message))
            places = sorted(problem.fields.items())
        except Conflict as problem:
            form.add_error(None, str(problem.message))
        else:
            messages.success(request, _("Read: %(count)d questions.") % {"count": len(questions)})
            return HttpResponseRedirect(reverse("desk:edition_section", args=[edition.id, SECTION]))
    context = {
        "edition": edition,
        "form": form,
        "places": places,
        "count": len(edition.content.get(SECTION) or []),
        "seen": request.POST.get("seen") or edition.version,
    }
    return render(request, "desk/editing/form_upload.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, edition: Edition, questions: tuple[Question, ...]) -> None:
    def change(content: dict[str, Any]) -> None:
        content[SECTION] = dump(questions)

    seen = request.POST.get("seen", "")
    acts.keep(
        actor_of(request), edition.id, change, seen=int(seen) if seen.isdecimal() else 0, section=SECTION
    )


def _service(edition_id: uuid.UUID) -> Edition:
    edition = queries.edition(edition_id)
    if edition.kind != Edition.Kind.SERVICE:
        raise Http404
    return edition
