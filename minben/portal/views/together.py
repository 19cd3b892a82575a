"""One matter: few questions find the services of a life event that apply, one form serves all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.cases.actions import draft, handing_in
from minben.cases.actions.bundle import submit_bundle
from minben.cases.actions.draft import FILES, Held
from minben.cases.intake import Submitted
from minben.catalog.queries import bundles as catalogue
from minben.catalog.queries.bundles import Bundle
from minben.foundation.access.web import actor_of, guarded
from minben.parties.queries import phone_region
from minben.portal.forms.together import GuideForm
from minben.portal.presenters import bundles
from minben.portal.presenters.applications import Application

from . import filling

BOTH = ["GET", "POST"]


@dataclass(frozen=True)
class BundleWay:
    """The one form of a life event."""

    bundle: Bundle

    @property
    def slug(self) -> str:
        return self.bundle.event.slug

    @property
    def form(self) -> str:
        return bundles.form_of(self.slug)

    def made(self, held: Held) -> Application:
        return bundles.application(self.bundle, bundles.chosen_of(held))

    def start(self) -> str:
        return reverse("portal:together", args=[self.slug])

    def question(self, token: str, key: str) -> str:
        return reverse("portal:together_question", args=[self.slug, token, key])

    def check(self, token: str) -> str:
        return reverse("portal:together_check", args=[self.slug, token])

    def done(self, token: str) -> str:
        return reverse("portal:together_done", args=[self.slug, token])

    def waiting(self, token: str) -> str:
        return reverse("portal:together_waiting", args=[self.slug, token])

    def send(
        self, request: HttpRequest, made: Application, held: Held, answers: dict[str, Any]
    ) -> Submitted | None:
        chosen = self.bundle.chosen(bundles.chosen_of(held))
        if handing_in.any_waits([one.version for one in chosen]):
            parts = bundles.parts_of(self.bundle, bundles.chosen_of(held))
            handing_in.make_bundle_ready(actor_of(request), held.token, self.bundle.event, parts, answers)
            return None
        actor, region = actor_of(request), phone_region()
        keys = bundles.chosen_of(held)

        def sent(data: Mapping[str, Any], key: str) -> Submitted:
            whole, parts = bundles.build(actor, self.bundle, keys, answers, data.get(FILES, []), region)
            return submit_bundle(actor, whole, parts, key=key)

        return draft.send_by(actor, held.token, sent)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What the whole saves, the few questions, and the parts that apply, with why."""
    bundle = catalogue.bundle(slug)
    form = GuideForm(bundle, request.POST or None)
    given = form.answers()
    proposed = catalogue.proposed(bundle, given, now=timezone.now())
    chosen = request.POST.getlist("parts") if "parts_shown" in request.POST else []
    if request.method == "POST" and form.is_valid() and "start" in request.POST:
        known = [one.key for one in bundle.offered if one.key in chosen]
        if known:
            return _begin(request, BundleWay(bundle), known)
        form.add_error(None, _("Choose at least one."))
    asked = bool(bundle.questions) and request.method == "GET"
    picked = chosen or [one.offered.key for one in proposed if one.applies]
    context = {
        "bundle": bundle,
        "form": form,
        "asked": asked,
        "proposed": proposed,
        "picked": picked,
        "to_have": bundle.to_have(picked) if picked and not asked else [],
        "efforts": bundle.efforts(picked) if picked else None,
        "before": bundles.before_sending(bundle, picked) if picked and not asked else None,
    }
    return render(request, "portal/together/start.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest, way: BundleWay, keys: list[str]) -> HttpResponse:
    data = {"answers": {}, "done": {}, bundles.CHOSEN: keys}
    held = draft.begin(actor_of(request), way.form, data)
    return redirect(way.question(held.token, way.made(held).asked({})[0].key))


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def question(request: HttpRequest, slug: str, token: str, key: str) -> HttpResponse:
    """One question of the one form."""
    return filling.question(request, BundleWay(catalogue.bundle(slug)), token, key)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def check(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Everything once more, and the sending."""
    return filling.check(request, BundleWay(catalogue.bundle(slug)), token)


@never_cache
@require_safe
@guarded("case.submit")
def done(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    return filling.done(request, BundleWay(catalogue.bundle(slug)), token)
