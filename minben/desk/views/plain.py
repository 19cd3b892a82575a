"""A page that is one form: a title, a sentence, the fields, one button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from minben.config.forms import Form
from minben.foundation.records.errors import Conflict, Invalid, Text


@dataclass(frozen=True)
class Asked:
    """The words of the page. ``grave``: what it does is not undone by pressing again; ``rows``: many short fields, a row each."""

    title: str
    press: str
    back: str
    back_label: str
    lead: str = ""
    grave: bool = False
    rows: bool = False


def plain_form(request: HttpRequest, form: Form, asked: Asked, *, status: int = 422) -> HttpResponse:
    """Draw it; ``status`` is answered when the form holds errors."""
    wrong = form.is_bound and bool(form.errors)
    context = {"form": form, "asked": asked}
    return render(request, "desk/plain_form.html", context, status=status if wrong else 200)


def acted(
    request: HttpRequest, form: Form, asked: Asked, act: Callable[[dict[str, Any]], Text]
) -> HttpResponse:
    """One step of a form of its own: do it, say what ``act`` says, and go back.

    What the action refuses stands at its field or above the form, with what was typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except (Conflict, Invalid) as problem:
            form.add_problem(problem)
        else:
            messages.success(request, str(said))
            return HttpResponseRedirect(asked.back)
    return plain_form(request, form, asked)
