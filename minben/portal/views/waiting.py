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
from minben.cases.applications.matter import matter_of, roles_of
from minben.config.forms import errors_of
from minben.config.signers import SignersForm
from minben.foundation.access.web import actor_of, claim_case, guarded
from minben.foundation.records.errors import Conflict, Invalid, Missing

from . import way
from .way import Way

BOTH = ["GET", "POST"]


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def waiting(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What is still missing of a service's application, and the way to change the answers."""
    return _waiting(request, way.of_service(slug), token)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def signers(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Who else must sign a service's application, and where each can be reached."""
    return _signers(request, way.of_service(slug), token)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def waiting_together(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The same for what is applied for together: one sum, and each who signs once."""
    return _waiting(request, way.of_event(slug), token)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def signers_together(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    return _signers(request, way.of_event(slug), token)


def _waiting(request: HttpRequest, pages: Way, token: str) -> HttpResponse:
    held = _held(request, pages, token)
    ready = handing_in.ready_of(held)
    if held.case is None and ready is None:
        return redirect(pages.check(token))
    if request.method == "POST" and held.case is None:
        handing_in.change_again(actor_of(request), token)
        messages.success(request, _("Change what you like, then send it again."))
        return redirect(pages.check(token))
    standing = handing_in.standing(held)
    matter = matter_of(ready) if ready else None
    if held.case is None and matter and not standing.signatures and roles_of(matter.versions):
        return redirect(pages.signers(token))
    if held.case is None and not standing.waits:
        handing_in.go_on(handing_in.row_of(held).id)
        held = _held(request, pages, token)
    if held.case is not None:
        claim_case(request, held.case.id)
        return redirect(pages.done(token))
    stopped = [one for one in standing.unsigned if one.state != "asked"]
    name = matter.name if matter else {}
    context = {"held": held, "standing": standing, "name": name, "stopped": stopped}
    return render(request, "portal/apply/waiting.html", context)


def _signers(request: HttpRequest, pages: Way, token: str) -> HttpResponse:
    held = _held(request, pages, token)
    ready = handing_in.ready_of(held)
    if held.case is not None or ready is None or handing_in.standing(held).signatures:
        return redirect(pages.waiting(token))
    matter = matter_of(ready)
    form = SignersForm(request.POST or None, roles=roles_of(matter.versions))
    if request.method == "POST" and form.is_valid():
        try:
            signing.ask(actor_of(request), token, form.named(), now=timezone.now())
        except (Invalid, Conflict) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Each one has been sent a link."))
            return redirect(pages.waiting(token))
    context = {
        "held": held,
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
        "name": matter.name,
        "roles": form.shown(),
    }
    return render(request, "portal/apply/signers.html", context, status=422 if form.errors else 200)


def _held(request: HttpRequest, pages: Way, token: str) -> Held:
    held = draft.load(actor_of(request), token)
    if held.form != pages.form:
        raise Missing(_("There is no such form here. It was given up, or not touched for 30 days."))
    return held
