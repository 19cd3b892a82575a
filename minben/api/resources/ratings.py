"""Ratings of finished cases (好差評)."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from minben.api.door import actor
from minben.api.once import KEY, done_once
from minben.api.operations import operation
from minben.api.replies import reply
from minben.api.schemas.working import NewRating, RatingTold
from minben.cases.actions.rating import rate
from minben.cases.models import Rating
from minben.cases.queries import rating_of, seen_by
from minben.cases.reading.rows import readable
from minben.foundation.records.errors import Missing

router = Router(tags=["ratings"])


@operation(
    router, "POST", "/cases/{case_id}/rating", policy="case.rate", answer=RatingTold, status=201,
    problems=(400, 404, 409, 422),
)  # fmt: skip
def rate_case(
    request: HttpRequest, case_id: uuid.UUID, given: NewRating, idempotency_key: str | None = KEY
) -> HttpResponse:
    """Hand in the person's rating of a finished case, once."""
    who, fields = actor(request), given.model_dump()

    def work() -> dict[str, Any]:
        if not seen_by(who, case_id):
            raise Missing(_("There is no such case."))
        return _row(rate(who, case_id, **fields))

    result, _new = done_once(who, idempotency_key, "rating", {"case": str(case_id), **fields}, work)
    return reply(result, status=201)


@operation(
    router, "GET", "/cases/{case_id}/rating", policy="case.read", answer=RatingTold, problems=(404, 422)
)
def read_rating(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Read how a case was rated."""
    found = rating_of(readable(actor(request), case_id))
    if found is None:
        raise Missing(_("This case was not rated."))
    return reply(_row(found))


def _row(rating: Rating) -> dict[str, Any]:
    repair = getattr(rating, "repair", None)
    return {
        "level": rating.level,
        "reasons": rating.reasons,
        "comment": rating.comment,
        "channel": rating.channel,
        "department_id": str(rating.department_id) if rating.department_id else None,
        "repair": repair.state if repair else None,
    }
