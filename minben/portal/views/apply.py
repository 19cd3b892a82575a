"""Applying for a service: the guide's own questions, one a page, bound to the version that was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases.actions import draft, handing_in
from minben.cases.actions.draft import FILES, Held
from minben.cases.intake import Submitted
from minben.catalog import queries as catalogue
from minben.foundation.access.web import actor_of, guarded
from minben.parties.queries import phone_region
from minben.portal.presenters import applications
from minben.portal.presenters.applications import Application

from . import filling

BOTH = ["GET", "POST"]


@dataclass(frozen=True)
class ServiceWay:
    """The form of one service."""

    slug: str

    @property
    def form(self) -> str:
        return applications.form_of(self.slug)

    def made(self, held: Held) -> Application:
        return applications.application(catalogue.service(self.slug).version)

    def start(self) -> str:
        return reverse("portal:apply", args=[self.slug])

    def question(self, token: str, key: str) -> str:
        return reverse("portal:apply_question", args=[self.slug, token, key])

    def check(self, token: str) -> str:
        return reverse("portal:apply_check", args=[self.slug, token])

    def done(self, token: str) -> str:
        return reverse("portal:apply_done", args=[self.slug, token])

    def waiting(self, token: str) -> str:
        return reverse("portal:apply_waiting", args=[self.slug, token])

    def send(
        self, request: HttpRequest, made: Application, held: Held, answers: dict[str, Any]
    ) -> Submitted | None:
        actor, region = actor_of(request), phone_region()
        if made.version is not None and handing_in.waits_for_something(made.version):
            handing_in.make_ready(actor, held.token, made.version, answers)
            return None
        return draft.send(
            actor,
            held.token,
            lambda data: applications.build(actor, made, answers, data.get(FILES, []), region),
        )


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What is needed, how long it takes and what it costs, before the first question."""
    guide, way = catalogue.service(slug), ServiceWay(slug)
    made = applications.application(guide.version)
    if request.method == "POST":
        held = draft.begin(actor_of(request), way.form, {"answers": {}, "done": {}})
        return redirect(way.question(held.token, made.asked({})[0].key))
    materials = list(made.materials.values())
    fetched = [m for m in materials if m.source == applications.FROM_GOVERNMENT]
    context = {
        "version": guide.version,
        "fetched": fetched,
        "bring": [m for m in materials if m not in fetched],
        "signers": list(guide.version.signers.order_by("order")),
    }
    return render(request, "portal/apply/start.html", context)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def question(request: HttpRequest, slug: str, token: str, key: str) -> HttpResponse:
    """One question of the service's form."""
    return filling.question(request, ServiceWay(slug), token, key)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def check(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Everything once more, and the sending."""
    return filling.check(request, ServiceWay(slug), token)


@never_cache
@require_safe
@guarded("case.submit")
def done(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    return filling.done(request, ServiceWay(slug), token)
