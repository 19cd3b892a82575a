"""The team calendar in one's own calendar: its address, and the file behind it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.agencies.actions.feed import make_feed, withdraw_feed
from minben.agencies.feeding import feed_of, reader_of
from minben.desk.presenters.feed import team_file
from minben.foundation.access.actions.tries import failed_once, refuse_guessing
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Missing

PURPOSE = "calendar-feed"


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("agencies.feed")
def feed(request: HttpRequest) -> HttpResponse:
    """Is there an address, and how to get one; a new one is shown once, on the answer."""
    actor, address = actor_of(request), ""
    if request.method == "POST":
        secret = make_feed(actor)
        address = request.build_absolute_uri(reverse("desk:calendar_file", args=[secret]))
    return render(request, "desk/calendar_feed.html", {"feed": feed_of(actor), "address": address})


@require_POST
@guarded("agencies.feed")
def withdraw(request: HttpRequest) -> HttpResponse:
    """The address answers no more."""
    withdraw_feed(actor_of(request))
    messages.success(request, _("The address is withdrawn. Calendars that know it show nothing new."))
    return HttpResponseRedirect(reverse("desk:calendar_feed"))


@never_cache
@require_safe
@guarded("site.open")
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """For a calendar that cannot sign in: who has the address is its owner. A wrong one is told nothing else."""
    reader = reader_of(secret)
    if reader is None:
        caller = request.META.get("REMOTE_ADDR", "")
        refuse_guessing(PURPOSE, caller)
        failed_once(PURPOSE, caller)
        raise Missing(_("There is no such calendar."))
    answer = HttpResponse(
        team_file(reader, timezone.localdate()), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="team.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer
