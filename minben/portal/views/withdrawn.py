"""What stands where a withdrawn page stood."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from minben.catalog.queries.editions import farewell
from minben.foundation.records.errors import Missing

View = Callable[[HttpRequest, str], HttpResponse]


def or_farewell(kind: str) -> Callable[[View], View]:
    """Where the page is missing because it was withdrawn: the words that its editor left, as gone (410)."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, slug: str) -> HttpResponse:
            try:
                return view(request, slug)
            except Missing:
                edition = farewell(kind, slug)
                if edition is None:
                    raise
                return render(request, "portal/withdrawn.html", {"edition": edition}, status=410)

        return inside

    return wrap
