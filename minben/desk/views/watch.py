"""The live figures of the board and the lists behind them: from there cases are given out, hurried, supervised."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.agencies.queries import department_names, staff_names
from minben.cases import queries
from minben.cases.actions.messages import note
from minben.cases.actions.pressing import hurry, supervise
from minben.cases.actions.routing import assign
from minben.cases.models import Case
from minben.cases.reading import watching
from minben.cases.reading.watching import NOBODY, Asked, By
from minben.desk.forms.watch import TickedForm
from minben.desk.presenters.watch import asked_in, cut_of, etag_of, list_address, live_of, title_of
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.errors import Missing, Problem

UNDO = "board_undo"


@require_safe
@guarded("case.supervision", polled=True)
def live(request: HttpRequest) -> HttpResponse:
    """What the board polls: 304 while nothing changed, found out with one statement."""
    actor, now, by = actor_of(request), timezone.now(), cut_of(request.GET.get("by", ""))
    version = etag_of(actor, by, now)
    if request.headers.get("If-None-Match") == version:
        answer = HttpResponse(status=304)
    else:
        answer = render(request, "desk/parts/board_live.html", {"live": live_of(actor, by, now)})
    answer["ETag"], answer["Cache-Control"] = version, "private, no-cache"
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("case.supervise")
def cases(request: HttpRequest) -> HttpResponse:
    """The cases behind one figure, and what is done to the ticked ones."""
    actor, asked = actor_of(request), _asked(request)
    page, count = watching.counted_page(actor, asked, timezone.now(), cursor=request.GET.get("cursor", ""))
    given = request.POST if request.method == "POST" else None
    form = TickedForm(given, departments={case.department_id for case in page.items})
    if given is not None and form.is_valid() and form.doing:
        return _do(request, actor, asked, form)
    trail.saw(actor, "desk.board.cases", kind="case", ids=[case.id for case in page.items])
    context = {
        "title": title_of(asked, _line(asked)),
        "page": page,
        "count": count,
        "form": form,
        "rows": _with_hands(page.items),
        "chosen": request.POST.getlist("case"),
        "undo": request.session.get(UNDO),
    }
    return render(request, "desk/board_cases.html", context, status=422 if form.is_bound else 200)


def _asked(request: HttpRequest) -> Asked:
    given = request.GET
    asked = asked_in(given.get("figure", ""), given.get("by", ""), given.get("key", ""))
    if asked is None or not _sound(asked):
        raise Missing(_("The board has no such figure."))
    return asked


def _sound(asked: Asked) -> bool:
    """Is the key of the address made of ids? Others are no mistake of a reader's."""
    if not asked.key or asked.key == NOBODY:
        return not asked.key or asked.by == By.DEPARTMENT
    key, _dot, role = asked.key.partition(".")
    try:
        uuid.UUID(key)
    except ValueError:
        return False
    return role in set(Role) if asked.by == By.QUEUE else not role


def _line(asked: Asked) -> str:
    """The name of the line that was pressed."""
    if not asked.key:
        return ""
    if asked.key == NOBODY:
        return _("Hotline centre")
    key, _dot, role = asked.key.partition(".")
    names = staff_names if asked.by == By.PERSON else department_names
    name = names([uuid.UUID(key)]).get(uuid.UUID(key), "")
    return f"{name} · {Role(role).label}" if role else name


def _with_hands(found: list[Case]) -> list[tuple[Case, str]]:
    held = watching.hands(found)
    return [(case, held.get(case.id, "")) for case in found]


_Doing = Callable[[Case], object]


def _do(request: HttpRequest, actor: Actor, asked: Asked, form: TickedForm) -> HttpResponse:
    """Each case by itself: one that does not allow it any more does not keep the others from it."""
    given = form.cleaned_data
    person = uuid.UUID(given["person"]) if given["person"] else None
    before: list[list[str]] = []

    def give(case: Case) -> None:
        assign(actor, case.id, assignee_id=person)
        before.append([str(case.id), str(case.assignee_id or "")])

    doings: dict[str, _Doing] = {
        "assign": give,
        "hurry": lambda case: _hurry(actor, case.id, given["text"]),
        "supervise": lambda case: supervise(actor, case.id, text=given["text"]),
    }
    done = sum(_one(request, actor, key, doings[form.doing]) for key in given["case"])
    _say(request, form.doing, done)
    request.session[UNDO] = before or request.session.get(UNDO)
    return HttpResponseRedirect(list_address(asked))


def _hurry(actor: Actor, case_id: uuid.UUID, text: str) -> None:
    """The reminder is public; the supervisor's words beside it are a note for those who work on it."""
    with transaction.atomic():
        hurry(actor, case_id)
        if text:
            note(actor, case_id, text=text)


def _one(request: HttpRequest, actor: Actor, case_id: uuid.UUID, doing: _Doing) -> bool:
    try:
        case = queries.case_for(actor, case_id)
        doing(case)
    except Problem as problem:
        why = [*problem.fields.values()] or [problem.message]
        messages.warning(request, f"{_number(case_id)}: {' '.join(map(str, why))}")
        return False
    return True


def _number(case_id: uuid.UUID) -> str:
    return Case.objects.filter(pk=case_id).values_list("number", flat=True).first() or ""


def _say(request: HttpRequest, doing: str, done: int) -> None:
    if not done:
        return
    said = {
        "assign": ngettext("%(n)d case was given out.", "%(n)d cases were given out.", done),
        "hurry": ngettext("%(n)d case was hurried.", "%(n)d cases were hurried.", done),
        "supervise": ngettext(
            "%(n)d case is under supervision now.", "%(n)d cases are under supervision now.", done
        ),
    }
    messages.success(request, said[doing] % {"n": done})


@require_POST
@guarded("case.supervise")
def undo(request: HttpRequest) -> HttpResponse:
    """Put the cases that were given out last back into the hands they were in."""
    actor = actor_of(request)
    require(actor, "case.supervise")
    back = request.session.pop(UNDO, None) or []
    done = 0
    for key, person in back:
        target = uuid.UUID(person) if person else None
        done += _one(request, actor, uuid.UUID(key), _giver(actor, target))
    if done:
        said = ngettext("%(n)d case is back where it was.", "%(n)d cases are back where they were.", done)
        messages.success(request, said % {"n": done})
    return HttpResponseRedirect(reverse("desk:board"))


def _giver(actor: Actor, person: uuid.UUID | None) -> _Doing:
    return lambda case: assign(actor, case.id, assignee_id=person)
