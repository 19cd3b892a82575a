"""The drawing board: a process or decision table drawn in the browser, kept as the next draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from minben.desk.forms.drawing_board import BeginForm, BoardForm
from minben.desk.presenters import drawing
from minben.desk.presenters import drawing_board as board
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict, Invalid, Text
from minben.processes.actions import definitions
from minben.processes.models import Definition
from minben.processes.problems import Problem, Problems
from minben.processes.verifying import verify

_View = TypeVar("_View", bound=Callable[..., HttpResponse])


def draws(view: _View) -> _View:
    """The libraries write style attributes; style sheets and scripts of a page's own stay forbidden (docs/decisions/drawing-board.md)."""
    return cast(_View, csp_update({"style-src-attr": ["'unsafe-inline'"]})(view))


@dataclass(frozen=True)
class Looked:
    """What was found out about what stands on the board; ``wrong``: it is no drawing, or it cannot be kept."""

    problems: tuple[Problem, ...] = ()
    wrong: Text = ""
    checked: bool = True

    @property
    def stops(self) -> bool:
        return bool(self.wrong) or any(not problem.warning for problem in self.problems)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("process.design")
@draws
def draw_new(request: HttpRequest) -> HttpResponse:
    """First what it is called and what it begins with, then the board."""
    if request.method == "POST":
        return _keep(request, key="", kind=_kind(request.POST.get("kind", "")))
    form = BeginForm(request.GET if "key" in request.GET else None, beginnings=board.beginnings())
    if not (form.is_bound and form.is_valid()):
        context = {"form": form, "installed": board.installed()}
        return render(request, "desk/drawing/begin.html", context, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    kind, source = board.begun(
        given["beginning"], key=given["key"], name=given["name"], english=given["english"]
    )
    return _page(request, BoardForm(initial={"source": source}), kind=kind, key="", source=source)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("process.design")
@draws
def draw(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The next draft, beginning with this version."""
    found = drawing.version_of(key, number)
    kind = found.definition.kind
    if request.method == "POST":
        return _keep(request, key=key, kind=kind)
    form = BoardForm(initial={"source": found.source, "changed": number})
    return _page(request, form, kind=kind, key=key, source=found.source, looked=_look(found.source.encode()))


@require_POST
@guarded("process.design")
def check(request: HttpRequest) -> HttpResponse:
    """What would be wrong if this were kept. Nothing is kept."""
    form = BoardForm(request.POST)
    wrong = " ".join(str(said) for said in form.errors.get("source", []))
    looked = Looked(wrong=wrong) if wrong else _look(form.content())
    return render(request, "desk/drawing/problems.html", {"looked": looked})


def _kind(text: str) -> str:
    return text if text in Definition.Kind.values else Definition.Kind.PROCESS


def _look(source: bytes) -> Looked:
    try:
        return Looked(verify(source).warnings)
    except Problems as problems:
        return Looked(problems.found)
    except Invalid as problem:
        return Looked(wrong=problem.message)


def _keep(request: HttpRequest, *, key: str, kind: str) -> HttpResponse:
    form = BoardForm(request.POST)
    looked = Looked(checked=False)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = definitions.save_draft(
                actor_of(request), form.content(), note=given["note"], changed=given["changed"], key=key
            )
        except Problems as problems:
            looked = Looked(problems.found)
        except (Conflict, Invalid) as problem:
            looked = Looked(wrong=problem.message)
        else:
            messages.success(request, _("Kept as a draft. Look at it, then publish it."))
            there = [made.version.definition.key, made.version.number]
            return HttpResponseRedirect(reverse("desk:process_version", args=there))
    source = request.POST.get("source", "")
    return _page(request, form, kind=kind, key=key, source=source, looked=looked)


def _page(
    request: HttpRequest, form: BoardForm, *, kind: str, key: str, source: str, looked: Looked | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "board": board.board(actor_of(request), kind=kind, key=key, source=source),
        "looked": looked or Looked(checked=False),
        "number": form["changed"].value(),
    }
    return render(request, "desk/drawing/draw.html", context, status=422 if form.is_bound else 200)
