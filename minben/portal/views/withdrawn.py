"""What stands where a withdrawn page stood."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from minben.catalog.models import Edition
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
                return _gone(request, edition)

        return inside

    return wrap


def _gone(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Browsers keep a bare 410 for ever; this page may be published again tomorrow, so it says not to be kept."""
    answer = render(request, "portal/withdrawn.html", {"edition": edition}, status=410)
    add_never_cache_headers(answer)
    return answer
