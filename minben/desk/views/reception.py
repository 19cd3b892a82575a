"""How an office receives people: its rules, its counters, how long things take, the address of its wall."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.agencies.models import Office
from minben.catalog.models import PublicService
from minben.config.forms import Form
from minben.desk.forms.visits import CounterForm, RulesForm, TimesForm
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.translated import localized
from minben.visits import actions, queries
from minben.visits.models import Counter, Reception

from .plain import Asked, plain_form

ARRANGE = "visit.arrange"


@never_cache
@require_safe
@guarded(ARRANGE)
def offices(request: HttpRequest) -> HttpResponse:
    """Offices whose counters I set up."""
    found = queries.offices_to_arrange(actor_of(request))
    receiving = set(Reception.objects.values_list("office_id", flat=True))
    return render(
        request, "desk/visits/receptions.html", {"rows": [(one, one.id in receiving) for one in found]}
    )


@never_cache
@require_safe
@guarded(ARRANGE)
def office(request: HttpRequest, office_id: uuid.UUID) -> HttpResponse:
    """Everything of one office."""
    found = _office(request, office_id)
    counters = Counter.objects.filter(office=found).select_related("department").prefetch_related("services")
    context = {
        "office": found,
        "reception": Reception.objects.filter(office=found).first(),
        "counters": list(counters.order_by("-active", "code")),
    }
    return render(request, "desk/visits/reception.html", context)


def _office(request: HttpRequest, office_id: uuid.UUID) -> Office:
    return queries.office_for(actor_of(request), office_id, ARRANGE)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(ARRANGE)
def rules(request: HttpRequest, office_id: uuid.UUID) -> HttpResponse:
    """The figures."""
    found = _office(request, office_id)
    form = RulesForm(request.POST or None, held=Reception.objects.filter(office=found).first())
    if form.is_bound and form.is_valid():
        try:
            actions.set_reception(actor_of(request), found, **form.cleaned_data)
        except Invalid as problem:
            form.add_problem(problem)
        else:
            return _kept(request, found)
    return _asked(request, form, found, _("How the office receives people"))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(ARRANGE)
def counter(request: HttpRequest, office_id: uuid.UUID, counter_id: uuid.UUID | None = None) -> HttpResponse:
    """A new counter, or one that there is."""
    found = _office(request, office_id)
    held = _counter(found, counter_id)
    form = CounterForm(request.POST or None, office=found, held=held)
    if form.is_bound and form.is_valid():
        try:
            actions.set_counter(actor_of(request), found, counter_id=counter_id, **form.details())
        except (Conflict, Invalid) as problem:
            form.add_problem(problem)
        else:
            return _kept(request, found)
    return _asked(request, form, found, _("Correct the counter") if held else _("New counter"))


def _counter(office: Office, counter_id: uuid.UUID | None) -> Counter | None:
    if counter_id is None:
        return None
    held = Counter.objects.filter(office=office, pk=counter_id).prefetch_related("services").first()
    if held is None:
        raise Missing(_("There is no such counter."))
    return held


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(ARRANGE)
def times(request: HttpRequest, office_id: uuid.UUID) -> HttpResponse:
    """How long each service takes here."""
    found = _office(request, office_id)
    form = TimesForm(request.POST or None, office=found)
    if form.is_bound and form.is_valid():
        services = PublicService.objects.in_bulk(list(form.changed()))
        with transaction.atomic():
            for key, minutes in form.changed().items():
                actions.set_service_time(actor_of(request), found, services[key], minutes)
        return _kept(request, found)
    usual = Reception.objects.filter(office=found).values_list("minutes", flat=True).first()
    lead = _("In minutes. Where nothing stands, a visit takes %(minutes)s, as the office says.") % {
        "minutes": usual or Reception._meta.get_field("minutes").default
    }
    return _asked(request, form, found, _("How long things take"), lead=lead, rows=True)


def _kept(request: HttpRequest, office: Office) -> HttpResponse:
    messages.success(request, _("Kept. It counts from now on."))
    return HttpResponseRedirect(reverse("desk:reception", args=[office.id]))


def _asked(
    request: HttpRequest, form: Form, office: Office, title: str, *, lead: str = "", rows: bool = False
) -> HttpResponse:
    back = reverse("desk:reception", args=[office.id])
    return plain_form(
        request, form, Asked(title, _("Keep"), back, str(localized(office.name)), lead=lead, rows=rows)
    )
