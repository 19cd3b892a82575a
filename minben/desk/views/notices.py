"""The texts of notices: a list, and a page for each with its words in three languages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.channels import wording
from minben.desk.forms.settings import SettingsForm
from minben.desk.forms.translated import with_other_script
from minben.desk.presenters import notices as shown
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.options import held, queries
from minben.foundation.options.groups import Group
from minben.foundation.options.policies import SYSTEM
from minben.foundation.records.errors import Invalid

from . import settings


@never_cache
@require_safe
@guarded(SYSTEM)
def overview(request: HttpRequest) -> HttpResponse:
    """Every notice by channel, with its words in the reader's language and who changed it."""
    return render(request, "desk/notices.html", {"lines": shown.lines(actor_of(request))})


@never_cache
@require_http_methods(["GET", "POST"])
@guarded(SYSTEM)
def notice(request: HttpRequest, name: str) -> HttpResponse:
    """One notice: what is typed can be looked at, or completed by script, before it is kept."""
    group = queries.group_for(actor_of(request), wording.group_name(name))
    if request.method == "POST" and "convert" in request.POST:
        messages.info(request, _("Converted as a first draft and not kept yet. Read it through."))
        return _looked_at(request, group, with_other_script(request.POST, group.defaults()))
    if request.method == "POST" and "preview" in request.POST:
        return _looked_at(request, group, request.POST)
    return settings.answered(request, group)


def _looked_at(request: HttpRequest, group: Group, typed: QueryDict) -> HttpResponse:
    """The form as it is typed, with what stands against it; nothing is kept."""
    form = SettingsForm(group, typed, values=held.of(group.name), seen=0)
    values = form.readable() if form.is_valid() else {}
    if wrong := group.wrongs(values) if values else {}:
        form.add_problem(Invalid(_("Some answers need another look."), fields=wrong))
    return settings.page_of(request, group, form, values or form.readable())
