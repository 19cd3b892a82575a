"""One draft: what it lacks, who did what, and what can be done with it now."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.catalog.actions import editions as acts
from minben.catalog.editing import checking, sections
from minben.catalog.models import Edition
from minben.catalog.queries import editions as queries
from minben.config.forms import Form
from minben.desk.forms.editing import RemarkForm, ScheduleForm, WithdrawForm
from minben.desk.forms.translated import gathered
from minben.desk.views.plain import Asked, plain_form
from minben.foundation.access.policies import allowed
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Text

from .lists import KINDS, known

DONE: dict[str, Text] = {
    "submit": gettext_lazy("Handed over. A second person reads it now."),
    "approve": gettext_lazy("Approved. It can be published now or at a time."),
    "send-back": gettext_lazy("Sent back to be mended."),
    "publish": gettext_lazy("Published. The public reads it from now on."),
    "schedule": gettext_lazy("It comes out by itself at that time."),
    "unschedule": gettext_lazy("It waits, approved, without a time."),
    "drop": gettext_lazy("Dropped. Nothing that is published has changed."),
    "roll-back": gettext_lazy("A new draft says what that version said. Have it reviewed, then publish it."),
}


@never_cache
@require_safe
@guarded("catalog.edit")
def overview(request: HttpRequest, edition_id: uuid.UUID) -> HttpResponse:
    return _overview(request, queries.edition(edition_id))


def _overview(request: HttpRequest, edition: Edition, wrong: Form | None = None) -> HttpResponse:
    found = checking.findings(edition)
    remark = wrong if isinstance(wrong, RemarkForm) else RemarkForm(prefix="remark")
    when = wrong if isinstance(wrong, ScheduleForm) else ScheduleForm(prefix="when")
    context = {
        "edition": edition,
        "sections": [_line(edition, one, found) for one in sections.ALL[edition.kind]],
        "blocking": [f for f in found if not f.warning],
        "advice": [f for f in found if f.warning],
        "steps": queries.steps(edition.kind, edition.key)[:30],
        "may_approve": allowed(actor_of(request), "catalog.approve", edition),
        "remark_form": remark,
        "when_form": when,
        "kind_word": KINDS[edition.kind],
    }
    return render(request, "desk/editing/draft.html", context, status=422 if wrong else 200)


def _line(edition: Edition, one: sections.Section, found: list[Any]) -> dict[str, Any]:
    names = {one.part} if one.part else {field.name.split(".")[0] for field in one.fields}
    own = [finding for finding in found if finding.field.split(".")[0] in names]
    if one.part:
        count = len(edition.content.get(one.part) or [])
        return {"section": one, "count": count, "filled": count > 0, "findings": own}
    filled = any(sections.read(edition.content, field.name) not in (None, "", [], {}) for field in one.fields)
    return {"section": one, "count": None, "filled": filled, "findings": own}


@require_POST
@guarded("catalog.edit")
def act(request: HttpRequest, edition_id: uuid.UUID, verb: str) -> HttpResponse:
    """Do one verb; what stands against it is said on the draft's page, at its field."""
    if verb not in DONE:
        raise Http404
    form = _form(request, verb)
    edition = queries.edition(edition_id)
    if form is not None and not form.is_valid():
        return _overview(request, edition, form)
    try:
        done = VERBS[verb](request, edition_id, form)
    except (Invalid, Conflict) as problem:
        if form is not None and isinstance(problem, Invalid):
            form.add_problem(problem)
            return _overview(request, edition, form)
        messages.error(request, str(problem.message))
        return HttpResponseRedirect(reverse("desk:edition", args=[edition_id]))
    messages.success(request, str(DONE[verb]))
    return HttpResponseRedirect(reverse("desk:edition", args=[done.id]))


def _form(request: HttpRequest, verb: str) -> Form | None:
    if verb == "send-back":
        return RemarkForm(request.POST, prefix="remark")
    return ScheduleForm(request.POST, prefix="when") if verb == "schedule" else None


Verb = Callable[[HttpRequest, uuid.UUID, Any], Edition]
VERBS: dict[str, Verb] = {
    "submit": lambda r, e, _f: acts.submit(actor_of(r), e, note=r.POST.get("note", "")[:500]),
    "approve": lambda r, e, _f: acts.approve(actor_of(r), e, note=r.POST.get("note", "")[:500]),
    "send-back": lambda r, e, f: acts.send_back(actor_of(r), e, remark=f.cleaned_data["remark"]),
    "publish": lambda r, e, _f: acts.publish_now(actor_of(r), e),
    "schedule": lambda r, e, f: acts.schedule(actor_of(r), e, at=f.cleaned_data["at"], now=timezone.now()),
    "unschedule": lambda r, e, _f: acts.unschedule(actor_of(r), e),
    "drop": lambda r, e, _f: acts.drop(actor_of(r), e),
    "roll-back": lambda r, e, _f: acts.roll_back(actor_of(r), e),
}


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("catalog.edit")
def withdraw(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Take a thing off the site, with what the public reads in its place."""
    form = WithdrawForm(request.POST or None)
    back = reverse("desk:edition_thing", args=[known(kind), key])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            acts.withdraw_thing(
                actor_of(request), kind, key, reason=given["reason"], farewell=gathered("farewell", given)
            )
        except Invalid as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Withdrawn. The public reads your words in its place."))
            return HttpResponseRedirect(back)
    asked = Asked(
        _("Withdraw it"),
        _("Withdraw"),
        back,
        str(KINDS[kind]),
        lead=_("It leaves the site and the search at once. Cases that began keep their text."),
        grave=True,
    )
    return plain_form(request, form, asked)
