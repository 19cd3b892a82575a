"""Writing: one section at a time, texts side by side, kept as one writes."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.catalog.actions import editions as acts
from minben.catalog.editing import checking, sections, translating
from minben.catalog.models import Edition
from minben.catalog.queries import editions as queries
from minben.desk.forms.editing import SectionForm
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Conflict
from minben.foundation.records.translated import LANGUAGES


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("catalog.edit")
def section(request: HttpRequest, edition_id: uuid.UUID, section: str) -> HttpResponse:
    """The fields of a section, or the list of its parts."""
    edition = queries.edition(edition_id)
    one = _section(edition, section)
    if one.part:
        return _parts(request, edition, one)
    return _write(request, edition, one, None)


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("catalog.edit")
def part(request: HttpRequest, edition_id: uuid.UUID, section: str, at: int) -> HttpResponse:
    """One part of a section, or the next new one."""
    edition = queries.edition(edition_id)
    one = _section(edition, section)
    if not one.part or at > len(edition.content.get(one.part) or []):
        raise Http404
    return _write(request, edition, one, at)


def _section(edition: Edition, key: str) -> sections.Section:
    found = sections.section(edition.kind, key)
    if found is None:
        raise Http404
    return found


def _held(content: dict[str, Any], one: sections.Section, at: int | None) -> dict[str, Any]:
    if at is None:
        return content
    listed = content.setdefault(one.part, [])
    while len(listed) <= at:
        listed.append({})
    found: dict[str, Any] = listed[at]
    return found


def _write(request: HttpRequest, edition: Edition, one: sections.Section, at: int | None) -> HttpResponse:
    form = SectionForm(request.POST or None, asked=one.fields, held=_held(edition.content, one, at))
    if request.method == "POST" and edition.state == Edition.State.DRAFT and form.is_valid():
        try:
            kept = _keep(request, edition, one, at, form)
        except Conflict as problem:
            form.add_error(None, str(problem.message))
            return _page(request, edition, one, at, form, status=409)
        if "autosave" in request.GET:
            return HttpResponse(status=204)
        return _after(request, kept, one, at)
    _point_out(form, edition, one, at)
    return _page(request, edition, one, at, form, status=422 if form.is_bound else 200)


def _keep(
    request: HttpRequest, edition: Edition, one: sections.Section, at: int | None, form: SectionForm
) -> Edition:
    def change(content: dict[str, Any]) -> None:
        held = _held(content, one, at)
        form.put_into(held)
        if "convert" in request.POST:
            _convert(held, one)

    seen = request.POST.get("seen", "")
    return acts.keep(
        actor_of(request), edition.id, change, seen=int(seen) if seen.isdecimal() else 0, section=one.key
    )


def _convert(held: dict[str, Any], one: sections.Section) -> None:
    for field in one.fields:
        if field.translated and (value := sections.read(held, field.name)):
            sections.write(held, field.name, translating.converted(value))


def _after(request: HttpRequest, edition: Edition, one: sections.Section, at: int | None) -> HttpResponse:
    """Stay after converting; else on to the draft, or to the list the part stands in."""
    if "convert" in request.POST:
        messages.success(
            request, _("Converted as a first draft. Read it through: what you touch counts as written.")
        )
        return HttpResponseRedirect(request.path)
    messages.success(request, _("Kept."))
    if at is None:
        return HttpResponseRedirect(reverse("desk:edition", args=[edition.id]))
    return HttpResponseRedirect(reverse("desk:edition_section", args=[edition.id, one.key]))


def _point_out(form: SectionForm, edition: Edition, one: sections.Section, at: int | None) -> None:
    """What the check says about this page, at its fields, when it was opened to be mended."""
    if form.is_bound:
        return
    prefix = "" if at is None else f"{one.part}.{at}."
    form.findings = [  # type: ignore[attr-defined]
        found
        for found in checking.findings(edition)
        if found.field.startswith(prefix)
        and found.field[len(prefix) :].split(".")[0] in {field.name.split(".")[0] for field in one.fields}
    ]


def _page(
    request: HttpRequest,
    edition: Edition,
    one: sections.Section,
    at: int | None,
    form: SectionForm,
    *,
    status: int,
) -> HttpResponse:
    context = {
        "edition": edition,
        "section": one,
        "at": at,
        "form": form,
        "rows": form.rows(),
        "open": edition.state == Edition.State.DRAFT,
        "findings": getattr(form, "findings", []),
        "seen": request.POST.get("seen") or edition.version,
    }
    return render(request, "desk/editing/section.html", context, status=status)


def _parts(request: HttpRequest, edition: Edition, one: sections.Section) -> HttpResponse:
    """The parts in their order; a press moves one up or down or takes it out."""
    if request.method == "POST":
        at, move = request.POST.get("at", ""), request.POST.get("move", "")
        _move(request, edition, one, int(at) if at.isdecimal() else -1, move)
        return HttpResponseRedirect(request.path)
    title = next((field for field in one.fields if field.translated), one.fields[0])
    listed = [_named(part, title) for part in edition.content.get(one.part) or []]
    context = {
        "edition": edition,
        "section": one,
        "parts": listed,
        "open": edition.state == Edition.State.DRAFT,
        "next": len(listed),
        "findings": [f for f in checking.findings(edition) if f.field.split(".")[0] == one.part],
    }
    return render(request, "desk/editing/parts.html", context)


def _named(part: dict[str, Any], title: sections.Field) -> dict[str, Any]:
    value = sections.read(part, title.name)
    return translating.as_text(value) if title.translated else {"zh-hant": str(value or "")}


def _move(request: HttpRequest, edition: Edition, one: sections.Section, at: int, move: str) -> None:
    def change(content: dict[str, Any]) -> None:
        listed = content.get(one.part) or []
        if not 0 <= at < len(listed):
            return
        taken = listed.pop(at)
        if move in {"up", "down"}:
            listed.insert(max(0, at - 1) if move == "up" else at + 1, taken)

    try:
        acts.keep(
            actor_of(request), edition.id, change, seen=int(request.POST.get("seen") or 0), section=one.key
        )
    except Conflict as problem:
        messages.error(request, str(problem.message))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("catalog.edit")
def languages(request: HttpRequest, edition_id: uuid.UUID) -> HttpResponse:
    """Every text of a draft in three columns; a press converts what lacks its other script."""
    edition = queries.edition(edition_id)
    if request.method == "POST":
        _convert_all(request, edition)
        return HttpResponseRedirect(request.path)
    rows = [
        _text_row(place) for place in sections.places(edition.kind, edition.content) if place.field.translated
    ]
    missing = {name: sum(row["states"][name] == "missing" for row in rows) for name in LANGUAGES}
    context = {
        "edition": edition,
        "rows": rows,
        "missing": missing,
        "open": edition.state == Edition.State.DRAFT,
    }
    return render(request, "desk/editing/languages.html", context)


def _text_row(place: sections.Place) -> dict[str, Any]:
    value = translating.as_text(place.value)
    states = {name: translating.state(value, name) for name in LANGUAGES}
    cells = [{"lang": n, "text": value.get(n, ""), "state": states[n]} for n in LANGUAGES]
    return {"place": place, "cells": cells, "states": states}


def _convert_all(request: HttpRequest, edition: Edition) -> None:
    def change(content: dict[str, Any]) -> None:
        for one in sections.ALL[edition.kind]:
            for held in content.get(one.part) or [] if one.part else [content]:
                _convert(held, one)

    try:
        acts.keep(
            actor_of(request),
            edition.id,
            change,
            seen=int(request.POST.get("seen") or 0),
            section="languages",
        )
        messages.success(
            request, _("Converted as a first draft. Read it through: what you touch counts as written.")
        )
    except Conflict as problem:
        messages.error(request, str(problem.message))
