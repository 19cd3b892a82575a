"""Joint handling: the page of a case, and what is done with its sub-orders, offers and files."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.agencies.queries import department_names
from minben.cases import queries
from minben.cases.actions.together import share_file
from minben.cases.models import Case, FileShare, HandOver, SubOrder
from minben.cases.scope import helping
from minben.desk.forms.together import OFFERS, ORDERS, Part, SharingForm
from minben.desk.presenters.together import together_page
from minben.desk.views.case import record_look
from minben.foundation.access.policies import require
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing

from .plain import Asked, plain_form


@never_cache
@require_safe
@guarded("case.list")
def together(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Who leads, who was asked, files and notes. Another department's case is answered like one that does not exist."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    record_look(actor, case, "desk.together")
    return render(request, "desk/together.html", {"page": together_page(actor, case), "case": case})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.list")
def order(request: HttpRequest, order_id: uuid.UUID, name: str) -> HttpResponse:
    """One step of a sub-order."""
    held = SubOrder.objects.filter(pk=order_id).first()
    if held is None or name not in ORDERS:
        raise Missing(_("There is no such sub-order."))
    case = held.case = queries.case_for(actor_of(request), held.case_id)
    require(actor_of(request), f"joint.{name}", held)
    return _part(request, case, held.id, ORDERS[name], lead=held.wanted)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.list")
def offer(request: HttpRequest, offer_id: uuid.UUID, name: str) -> HttpResponse:
    """One step of a hand-over."""
    held = HandOver.objects.filter(pk=offer_id).first()
    if held is None or name not in OFFERS:
        raise Missing(_("There is no such hand-over."))
    case = held.case = queries.case_for(actor_of(request), held.case_id)
    require(actor_of(request), f"joint.{name}", held)
    return _part(request, case, held.id, OFFERS[name], lead=held.note)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.list")
def file(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Who of the departments beside the lead sees a file."""
    actor = actor_of(request)
    case = queries.case_for(actor, case_id)
    require(actor, "case.share_file", case)
    held = queries.document_of(case, document_id, actor)
    names = department_names(helping(case))
    now = FileShare.objects.filter(document=held).values_list("department_id", flat=True)
    form = SharingForm(
        request.POST or None,
        pairs=[(str(key), name) for key, name in names.items()],
        initial={"departments": [str(key) for key in now]},
    )
    if request.method == "POST" and (form.is_valid() or not request.POST.getlist("departments")):
        chosen = [key for key in names if str(key) in request.POST.getlist("departments")]
        share_file(actor, case.id, document_id, department_ids=chosen)
        messages.success(request, _("Kept: who sees the file."))
        return HttpResponseRedirect(_page(case))
    record_look(actor, case, "desk.together")
    asked = Asked(
        held.document.name,
        _("Keep"),
        _page(case),
        _("Together"),
        lead=_("The department that leads sees every file of its case."),
    )
    return plain_form(request, form, asked)


def _part(request: HttpRequest, case: Case, key: uuid.UUID, part: Part, *, lead: str) -> HttpResponse:
    actor = actor_of(request)
    form = part.form(request.POST, request.FILES) if request.method == "POST" else part.form()
    if request.method == "POST" and form.is_valid():
        try:
            part.run(actor, key, form.cleaned_data)
        except (Conflict, Invalid) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, f"{case.number}: {part.done}")
            seen = queries.seen_by(actor, case.id)
            return HttpResponseRedirect(_page(case) if seen else reverse("desk:home"))
    record_look(actor, case, "desk.together")
    asked = Asked(
        str(part.label),
        str(part.label),
        _page(case),
        _("Together"),
        lead="\n".join(filter(None, [lead, str(part.lead)])),
    )
    return plain_form(request, form, asked)


def _page(case: Case) -> str:
    return reverse("desk:together", args=[case.id])
