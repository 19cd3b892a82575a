"""Two texts of a thing, field by field, words marked."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.catalog.editing.comparing import compare as differences
from minben.catalog.models import Edition
from minben.catalog.queries import editions as queries
from minben.foundation.access.web import guarded


@never_cache
@require_safe
@guarded("catalog.edit")
def compare(request: HttpRequest, edition_id: uuid.UUID) -> HttpResponse:
    """This edition beside another one: the one it began from unless another is chosen."""
    edition = queries.edition(edition_id)
    versions = queries.versions(edition.kind, edition.key)
    other = _other(edition, versions, request.GET.get("with", ""))
    found = differences(edition.kind, other.content, edition.content) if other else []
    context = {
        "edition": edition,
        "other": other,
        "differences": found,
        "choices": [
            (str(one.id), f"{one.number} · {one.get_state_display()}") for one in versions if one != edition
        ],
    }
    return render(request, "desk/editing/compare.html", context)


def _other(edition: Edition, versions: list[Edition], wanted: str) -> Edition | None:
    chosen = next((one for one in versions if str(one.id) == wanted), None)
    return (
        chosen
        or next((one for one in versions if one.id == edition.base_id), None)
        or next((one for one in versions if one.number < edition.number), None)
    )
