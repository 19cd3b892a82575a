"""An identity number among the answers of an application: shown once, with a reason, on record."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases import queries
from minben.cases.actions.reveal_answer import reveal_answer
from minben.cases.applications.sealing import SEALED
from minben.desk.forms.reveal import RevealForm
from minben.desk.presenters.case_answers import question_label
from minben.desk.views.case import record_look
from minben.foundation.access.policies import require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Invalid, Missing


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.list")
def reveal(request: HttpRequest, case_id: uuid.UUID, key: str) -> HttpResponse:
    """Asks for the reason, then shows the number once (DESIGN §4.7). The action checks and records."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    require(actor, "party.reveal", case.party_id)
    if key not in case.answers.get(SEALED, {}):
        raise Missing(_("There is no such number."))
    context = {"case": case, "label": question_label(case, key), "masked": case.answers.get(key, "")}
    form = RevealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = reveal_answer(actor, case.id, key, reason=form.cleaned_data["reason"])
        except Invalid as problem:
            form.add_problem(problem)
        else:
            return render(request, "desk/answer_revealed.html", {**context, "number": number})
    record_look(actor, case, "desk.answer")
    status = 422 if form.is_bound else 200
    return render(request, "desk/answer_reveal.html", {**context, "form": form}, status=status)
