"""What the two long forms of the public site have in common: a draft, its files, its steps, its sending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest

from minben.cases.actions import draft
from minben.cases.actions.draft import Held
from minben.config.forms import errors_of
from minben.foundation.access.actor import Actor
from minben.foundation.access.web import actor_of
from minben.portal.forms.uploads import taken_in


def answers_of(held: Held) -> dict[str, Any]:
    found: dict[str, Any] = held.data.get("answers", {})
    return found


def done_of(held: Held) -> dict[str, bool]:
    found: dict[str, bool] = held.data.get("done", {})
    return found


def first_open(held: Held, steps: Sequence[str]) -> str:
    """The first step that is not done; "" when all are."""
    done = done_of(held)
    return next((step for step in steps if not done.get(step)), "")


def files_of(held: Held, question: str | None = None, *, removable: bool = True) -> list[dict[str, Any]]:
    """The draft's files as ``c-file-upload`` shows them; those of one question, or all."""
    return [
        {"name": f["name"], "size": f["size"], "remove": f["id"] if removable else ""}
        for f in held.data.get(draft.FILES, [])
        if question is None or f["question"] == question
    ]


def keep_files(request: HttpRequest, held: Held, question: str = "") -> tuple[Held, str]:
    """Files of this request into the draft, the one to be removed out of it; what was wrong, or ""."""
    actor: Actor = actor_of(request)
    if request.POST.get("remove"):
        return draft.remove_file(actor, held.token, request.POST["remove"]), ""
    documents, wrong = taken_in(actor, request, held=len(held.data.get(draft.FILES, [])))
    if documents:
        held = draft.add_files(actor, held.token, documents, question=question)
    return held, wrong


def errors(form: forms.Form, *others: tuple[str, str]) -> list[tuple[str, str]]:
    """What the error summary lists: the form's own errors, then ``others`` that say something."""
    return [*errors_of(form), *((place, text) for place, text in others if text)]


def typed(form: forms.Form) -> dict[str, str]:
    """What was typed, wrong or not: kept when a file is taken out in mid-page."""
    return {name: str(form.data.get(form.add_prefix(name), ""))[:20_000] for name in form.fields}
