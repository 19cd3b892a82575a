"""A page that is one form: a title, a sentence, the fields, one button."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from minben.config.forms import Form


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
