"""Pages about the site itself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.channels.queries import practice_outbox
from minben.foundation.access.web import guarded
from minben.foundation.records.errors import Missing


@require_safe
@guarded("site.open")
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/accessibility.html")


@require_safe
@guarded("site.open")
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/privacy.html")


@require_safe
@guarded("site.open")
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/pages/contact.html")


@never_cache
@require_safe
@guarded("site.open")
def outbox(request: HttpRequest) -> HttpResponse:
    """What the practice carriers took: everybody in it is invented. There is no such page in a real city."""
    if not settings.PRACTICE:
        raise Missing(_("There is no such page."))
    return render(request, "portal/pages/outbox.html", {"sent": practice_outbox(20)})
