"""Announcements: written, listed with who has read them, withdrawn; and put away by their readers."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.agencies.actions import announce_to_staff, confirm_read, withdraw_announcement
from minben.agencies.notices import announcements as announced
from minben.agencies.notices import readers_of
from minben.desk.forms.announcements import AnnouncementForm
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Missing

from .plain import Asked, plain_form


@never_cache
@require_safe
@guarded("agencies.announce")
def announcements(request: HttpRequest) -> HttpResponse:
    """All that were made, newest first."""
    return render(request, "desk/announcements.html", {"rows": announced(actor_of(request))})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.announce")
def new(request: HttpRequest) -> HttpResponse:
    """Write one."""
    form = AnnouncementForm(request.POST or None)
    if form.is_bound and form.is_valid():
        wanted = form.wanted()
        try:
            announce_to_staff(actor_of(request), wanted.pop("title"), wanted.pop("body"), **wanted)
        except Invalid as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("It stands at the top of the desk of those it is for."))
            return HttpResponseRedirect(reverse("desk:announcements"))
    asked = Asked(
        title=_("Announce something"),
        lead=_("It stands at the top of the desk until its readers put it away; you see who has."),
        press=_("Announce"),
        back=reverse("desk:announcements"),
        back_label=_("Announcements"),
    )
    return plain_form(request, form, asked)


@never_cache
@require_safe
@guarded("agencies.announce")
def announcement(request: HttpRequest, announcement_id: uuid.UUID) -> HttpResponse:
    """One of them, with who has read it."""
    actor = actor_of(request)
    found = next((one for one in announced(actor) if one.announcement.id == announcement_id), None)
    if found is None:
        raise Missing(_("There is no such announcement."))
    reads = readers_of(actor, announcement_id)
    trail.saw(actor, "desk.announcement", kind="staff", ids=[read.staff_id for read in reads])
    return render(request, "desk/announcement.html", {"row": found, "reads": reads})


@require_POST
@guarded("agencies.announce")
def withdraw(request: HttpRequest, announcement_id: uuid.UUID) -> HttpResponse:
    """Show it no more."""
    withdraw_announcement(actor_of(request), announcement_id)
    messages.success(request, _("It is shown no more."))
    return HttpResponseRedirect(reverse("desk:announcements"))


@require_POST
@guarded("desk.open")
def read(request: HttpRequest, announcement_id: uuid.UUID) -> HttpResponse:
    """Read, and put away: back to the page one was on; a part of the page goes for htmx."""
    confirm_read(actor_of(request), announcement_id)
    if getattr(request, "htmx", False):
        return HttpResponse("")
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/desk/")
    return HttpResponseRedirect(back if safe else reverse("desk:home"))
