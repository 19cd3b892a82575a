"""A checked application that waits: for a fee, for others to sign. It goes in by itself when all is there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases.actions import draft, handing_in, signing
from minben.cases.actions.draft import Held
from minben.catalog.models import ServiceVersion, Signer
from minben.config.forms import errors_of
from minben.config.signers import SignersForm
from minben.foundation.access.web import actor_of, claim_case, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.portal.presenters import applications

BOTH = ["GET", "POST"]


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def waiting(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What is still missing, and the way to change the answers."""
    held = _held(request, slug, token)
    ready = handing_in.ready_of(held)
    if held.case is None and ready is None:
        return redirect("portal:apply_check", slug, token)
    if request.method == "POST" and held.case is None:
        handing_in.change_again(actor_of(request), token)
        messages.success(request, _("Change what you like, then send it again."))
        return redirect("portal:apply_check", slug, token)
    standing = handing_in.standing(held)
    if held.case is None and ready and _unnamed(ready["version"], standing):
        return redirect("portal:apply_signers", slug, token)
    if held.case is None and not standing.waits:
        handing_in.go_on(handing_in.row_of(held).id)
        held = _held(request, slug, token)
    if held.case is not None:
        claim_case(request, held.case.id)
        return redirect("portal:apply_done", slug, token)
    version = ServiceVersion.objects.select_related("service").get(pk=str((ready or {}).get("version")))
    stopped = [one for one in standing.unsigned if one.state != "asked"]
    context = {"held": held, "standing": standing, "version": version, "slug": slug, "stopped": stopped}
    return render(request, "portal/apply/waiting.html", context)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def signers(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Who else must sign, and where each can be reached."""
    held = _held(request, slug, token)
    ready = handing_in.ready_of(held)
    if held.case is not None or ready is None or handing_in.standing(held).signatures:
        return redirect("portal:apply_waiting", slug, token)
    version = ServiceVersion.objects.select_related("service").get(pk=ready["version"])
    roles = list(version.signers.order_by("order"))
    form = SignersForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            signing.ask(actor_of(request), token, form.named(), now=timezone.now())
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Each one has been sent a link."))
            return redirect("portal:apply_waiting", slug, token)
    context = {
        "held": held,
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
        "version": version,
        "roles": form.shown(),
    }
    return render(request, "portal/apply/signers.html", context, status=422 if form.errors else 200)


def _unnamed(version_id: str, standing: handing_in.Standing) -> bool:
    return not standing.signatures and Signer.objects.filter(version__id=version_id).exists()


def _held(request: HttpRequest, slug: str, token: str) -> Held:
    held = draft.load(actor_of(request), token)
    if held.form != applications.form_of(slug):
        raise Missing(_("There is no such form here. It was given up, or not touched for 30 days."))
    return held
