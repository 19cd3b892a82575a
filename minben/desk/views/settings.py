"""Screens of what the installation runs by: one page for each group, and an overview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.cases.letters import wording as letters
from minben.channels import wording
from minben.channels.actions.try_mail import try_mail
from minben.desk.forms.settings import SettingsForm
from minben.desk.presenters import settings as shown
from minben.foundation.access.web import View, actor_of, guarded
from minben.foundation.options import groups, held, queries
from minben.foundation.options.actions import change
from minben.foundation.options.groups import Group
from minben.foundation.options.policies import SYSTEM
from minben.foundation.records.errors import Conflict, Invalid


@never_cache
@require_safe
@guarded(SYSTEM)
def overview(request: HttpRequest) -> HttpResponse:
    """Every group, with what holds and who changed it last."""
    actor = actor_of(request)
    notices = shown.standing_of(queries.groups_of(actor, wording.SCREEN))
    context = {
        "standing": shown.overview(actor),
        "notices": len(notices),
        "written": sum(bool(n.last) for n in notices),
    }
    return render(request, "desk/settings.html", context)


def screen(name: str, policy: str = SYSTEM) -> View:
    """The page of one group, for those whose policy it is."""

    @never_cache
    @require_http_methods(["GET", "POST"])
    @guarded(policy)
    def page(request: HttpRequest) -> HttpResponse:
        group = queries.group_for(actor_of(request), name)
        return answered(request, group)

    return page


def answered(request: HttpRequest, group: Group) -> HttpResponse:
    """What somebody who may change ``group`` asks for: its form, or to keep what it holds."""
    return _changed(request, group) if request.method == "POST" else _asked(request, group)


def _asked(request: HttpRequest, group: Group) -> HttpResponse:
    """The form as things stand, or as they stood once (``?as=``), to be looked at before it is kept."""
    earlier = _number(request.GET.get("as"))
    values, reason = held.of(group.name), ""
    if earlier is not None:
        values = queries.values_at(actor_of(request), group.name, earlier)
        reason = _("Back to version %(n)d") % {"n": earlier}
    form = SettingsForm(group, values=values, seen=held.version_of(group.name), reason=reason)
    return page_of(request, group, form, values, earlier=earlier)


def _changed(request: HttpRequest, group: Group) -> HttpResponse:
    form = SettingsForm(group, request.POST, values=held.of(group.name), seen=0)
    if not form.is_valid():
        return page_of(request, group, form, form.readable(), status=422)
    values, loss = form.values(), ""
    if not group.wrongs(values) and (loss := str(group.loss(values))):
        form.ask_whether_sure()
    if loss and not form.is_sure:
        return page_of(request, group, form, values, status=422, loss=loss)
    return _kept(request, group, form, values)


def _kept(request: HttpRequest, group: Group, form: SettingsForm, values: dict[str, Any]) -> HttpResponse:
    given = form.cleaned_data
    try:
        made = change(actor_of(request), group.name, values, seen=given["seen"], reason=given["reason"])
    except (Invalid, Conflict) as problem:
        form.add_problem(problem)
        return page_of(request, group, form, values, status=422)
    if made is None:
        messages.info(request, _("Nothing was changed: it is so already."))
    else:
        messages.success(request, _("Kept. It holds everywhere within ten seconds."))
    return HttpResponseRedirect(shown.address_of_group(group))


def page_of(
    request: HttpRequest,
    group: Group,
    form: SettingsForm,
    values: dict[str, Any],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of one group; ``values`` are what its previews are made of."""
    history = shown.history(actor_of(request), group.name)
    context = {
        "group": group,
        "form": form,
        "history": history,
        "complete": bool(history) and history[-1].past.row.version == 1,
        "beside": shown.beside(group, values, actor_of(request)),
        "version": held.version_of(group.name),
        "panel": f"desk/settings/{group.part_of or group.name}.html",
        "above": shown.above(group),
        **more,
    }
    return render(request, _TEMPLATES.get(group.part_of, "desk/setting.html"), context, status=status)


_TEMPLATES = {wording.SCREEN: "desk/notice.html", letters.SCREEN: "desk/letter.html"}


@never_cache
@require_safe
@guarded(SYSTEM)
def next_number(request: HttpRequest) -> HttpResponse:
    """The number that the next case would get with what stands in the form: a part of the page."""
    group = groups.get("numbers")
    form = SettingsForm(group, request.GET, values=held.of("numbers"), seen=0) if group else None
    values = form.values() if form is not None and form.is_valid() else {}
    beside = shown.beside(group, values, actor_of(request)) if group else {}
    return render(request, "desk/parts/next_number.html", {"beside": beside})


@never_cache
@require_POST
@guarded(SYSTEM)
def send_test(request: HttpRequest) -> HttpResponse:
    """One message to oneself with what was kept last, and what the server said to it."""
    actor = actor_of(request)
    address = shown.address_of(actor)
    try:
        result = try_mail(actor, address)
    except Invalid as problem:
        messages.error(request, str(problem.message))
    else:
        tell = messages.success if result.accepted else messages.error
        tell(request, str(shown.said(result, address)))
    return HttpResponseRedirect(reverse("desk:settings_mail"))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 7 else None
