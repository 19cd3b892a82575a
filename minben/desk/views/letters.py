"""Letters: the screen on which their texts are written, and those of a case."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases import queries
from minben.cases.letters import issuing, sampling, wording
from minben.cases.letters.kinds import LETTERS
from minben.desk.forms.settings import SettingsForm
from minben.desk.forms.translated import with_other_script
from minben.desk.presenters import letters as shown
from minben.desk.views.case import record_look
from minben.foundation.access.policies import require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.files.download import pdf
from minben.foundation.options import held
from minben.foundation.options import queries as options
from minben.foundation.options.groups import Group, Values
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.translated import LANGUAGES

from . import settings

DESIGN = "letter.design"


@never_cache
@require_safe
@guarded(DESIGN)
def overview(request: HttpRequest) -> HttpResponse:
    """Every letter: when it is made, its title, and who changed its text last."""
    return render(request, "desk/letters.html", {"lines": shown.lines(actor_of(request))})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(DESIGN)
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """The text of one letter: it can be looked at, also as a PDF, or completed by script, before it is kept."""
    group = options.group_for(actor_of(request), wording.group_name(name))
    if request.method == "POST" and "convert" in request.POST:
        messages.info(request, _("Converted as a first draft and not kept yet. Read it through."))
        return _looked_at(request, group, with_other_script(request.POST, wording.LONGEST))
    if request.method == "POST" and "preview" in request.POST:
        return _looked_at(request, group, request.POST)
    if request.method == "POST" and "pdf" in request.POST:
        return _as_pdf(request, group, name)
    return settings.answered(request, group)


def _typed(group: Group, typed: QueryDict) -> tuple[SettingsForm, Values]:
    """The form as it is typed with what stands against it, and its values where nothing does."""
    form = SettingsForm(group, typed, values=held.of(group.name), seen=0)
    values = form.values() if form.is_valid() else {}
    if wrong := group.wrongs(values) if values else {}:
        form.add_problem(Invalid(_("Some answers need another look."), fields=wrong))
    return form, {} if form.errors else values


def _looked_at(request: HttpRequest, group: Group, typed: QueryDict) -> HttpResponse:
    """Nothing is kept."""
    form, values = _typed(group, typed)
    return settings.page_of(request, group, form, dict(values) or form.readable())


def _as_pdf(request: HttpRequest, group: Group, name: str) -> HttpResponse:
    """In the language of the button that was pressed."""
    form, values = _typed(group, request.POST)
    language = request.POST["pdf"]
    if not values or language not in LANGUAGES:
        return settings.page_of(request, group, form, form.readable(), status=422)
    return pdf(sampling.pdf(actor_of(request), name, values, language), f"{name}-{language}")


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.list")
def of_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The letters that steps of a case give words for: which were made, and making one."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    require(actor, "case.letter", case)
    if request.method == "POST":
        return _made(request, case_id)
    record_look(actor, case, "desk.letters")
    context = {"case": case, "letters": shown.possible(actor, case)}
    return render(request, "desk/case_letters.html", context)


def _made(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    actor, name = actor_of(request), request.POST.get("letter", "")
    if name not in LETTERS:
        raise Missing(_("There is no such letter."))
    try:
        made = issuing.make(actor, queries.case_for(actor, case_id), name)
    except Conflict as problem:
        messages.warning(request, str(problem.message))
    else:
        done = _("The letter %(number)s is made. The person finds it on the page of the case.")
        messages.success(request, done % {"number": made.number})
    return HttpResponseRedirect(reverse("desk:case_letters", args=[case_id]))


@never_cache
@require_safe
@guarded("case.list")
def preview(request: HttpRequest, case_id: uuid.UUID, name: str) -> HttpResponse:
    """The PDF as it would be made now, marked as a draft."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    return pdf(issuing.preview(actor, case, name), f"{case.number}-{name}")
