"""Many cases in one call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from minben.api.door import actor
from minben.api.operations import operation
from minben.api.replies import problem_row, reply
from minben.api.schemas.cases import Batch, BatchAnswers
from minben.cases.actions.submit_many import Answer, submit_many
from minben.cases.intake import Submission
from minben.foundation.records.errors import Problem

from .cases import made_row

router = Router(tags=["cases"])


@operation(
    router, "POST", "/cases/batch", policy="case.submit", answer=BatchAnswers, problems=(400, 413, 422)
)  # fmt: skip
def make_cases(request: HttpRequest, given: Batch) -> HttpResponse:
    """Make up to 1,000 cases in one call, of at most 2.5 MB.

    Each item carries a key of its own and is answered by itself: a refused one stops none of the others, and a batch
    that is sent again makes nothing twice. Good items are written together or not at all.
    """
    items = [(item.key, Submission(**item.model_dump(exclude={"key"}))) for item in given.cases]
    found = submit_many(actor(request), items)
    answers = [_answer(key, answer) for (key, _item), answer in zip(items, found, strict=True)]
    counts = [answer["status"] for answer in answers]
    told = {"made": counts.count(201), "repeated": counts.count(200)}
    return reply({**told, "refused": len(counts) - sum(told.values()), "answers": answers})


def _answer(key: str, answer: Answer) -> dict[str, object]:
    if isinstance(answer, Problem):
        wrong = problem_row(answer.status, answer.code, answer.message, answer.fields)
        return {"key": key, "status": answer.status, "case": None, "problem": wrong}
    return {"key": key, "status": 201 if answer.new else 200, "case": made_row(answer), "problem": None}
