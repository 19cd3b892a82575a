"""How long each step took, from what truly happened: the timelines of the requests that were closed last."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import department_names
from minben.cases.models import Case, CaseEvent, CaseScope
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Text
from minben.foundation.records.ids import moment_of

from .overview import departments_of

MOST = 2_000
"""So many requests are looked at, the newest first: enough for a median, and quick in a city of any size."""
WHOLE = "whole"
STEPS: dict[str, Text] = {
    "accept": _("Accepted"),
    "pre_check": _("Looked through"),
    "ask_supplement": _("Supplement asked for"),
    "supply": _("Supplement brought"),
    "refuse": _("Not accepted"),
    "accept_lacking": _("Accepted, material to follow"),
    "answer_at_once": _("Answered at once"),
    "dispatch": _("Dispatched"),
    "return": _("Returned"),
    "transfer": _("Transferred"),
    "sign": _("Signed for"),
    "start": _("Person contacted"),
    "examine": _("Examination begun"),
    "suspend": _("Stopped"),
    "resume": _("Went on"),
    "answer": _("Answered"),
    "decide": _("Decided"),
    "return_lacking": _("Given back: material did not follow"),
    "deliver": _("Delivered"),
    "promise_kept": _("Promise kept"),
    "withdraw_result": _("Result withdrawn"),
    "check": _("Checked"),
    "send_back": _("Sent back to do again"),
    "call_back": _("Called back"),
    "redo": _("To be done again"),
    "close": _("Closed"),
}
"""Steps that move a request on, in the order of a table."""
TIMED = frozenset({*STEPS, "submit", "reopen"})
"""What time is counted from: steps, the receipt, and that it was opened again."""


@dataclass(frozen=True)
class StepTime:
    """``median`` and ``nine_in_ten``: from the step before to this one, as the clock on the wall runs."""

    name: Text
    count: int
    median: dt.timedelta
    nine_in_ten: dt.timedelta
    longest: dt.timedelta


@dataclass(frozen=True)
class StepTimes:
    """``since``: when the oldest of the requests looked at came in; None when there is none."""

    steps: list[StepTime]
    whole: StepTime | None
    departments: list[StepTime]
    looked_at: int
    since: dt.datetime | None


def step_times(actor: Actor, *, kind: str = "") -> StepTimes:
    """Of the newest closed requests that the actor's departments saw. Refused to who watches none. Four statements."""
    cases = _closed(sorted(departments_of(actor)), kind)
    spans = _spans(cases)
    whole = {case.id: case.closed_at - case.made_at for case in cases.values() if case.closed_at is not None}
    return StepTimes(
        steps=[_time(STEPS[verb], spans[verb]) for verb in STEPS if verb in spans],
        whole=_time(_("From receipt to the end"), whole.values()) if whole else None,
        departments=_by_department(cases, whole),
        looked_at=len(cases),
        since=min((case.made_at for case in cases.values()), default=None),
    )


def _closed(departments: Sequence[uuid.UUID], kind: str) -> dict[uuid.UUID, Case]:
    """The newest of each department by its index, then the newest of all."""
    newest: list[tuple[uuid.UUID, uuid.UUID]] = []
    for department_id in departments:
        rows = CaseScope.objects.filter(department_id=department_id, state_group=CaseScope.Group.DONE)
        rows = rows.filter(kind=kind) if kind else rows
        newest += rows.order_by("-sort_key").values_list("sort_key", "case_id")[:MOST]
    keys = [case_id for _key, case_id in sorted(set(newest), reverse=True)[:MOST]]
    found = Case.objects.filter(id__in=keys, closed_at__isnull=False)
    return {case.id: case for case in found.only("id", "closed_at", "department_id", "source")}


def _spans(cases: dict[uuid.UUID, Case]) -> dict[str, list[dt.timedelta]]:
    rows = CaseEvent.objects.filter(case_id__in=list(cases), name__in=TIMED)
    events = sorted(rows.values_list("case_id", "id", "name"))
    spans: dict[str, list[dt.timedelta]] = defaultdict(list)
    for case_id, steps in itertools.groupby(events, key=lambda event: event[0]):
        for verb, span in _between([(key, verb) for _case, key, verb in steps], cases[case_id]):
            spans[verb].append(span)
    return spans


def _between(steps: Sequence[tuple[uuid.UUID, str]], case: Case) -> Iterator[tuple[str, dt.timedelta]]:
    """Each step with the time since the one before. What another system did not record took no time there: it is left out."""
    before = case.made_at
    for key, verb in steps:
        at = moment_of(key)
        if verb in STEPS and (at > before or not case.source):
            yield verb, max(at - before, dt.timedelta())
        before = max(at, before)


def _by_department(cases: dict[uuid.UUID, Case], whole: dict[uuid.UUID, dt.timedelta]) -> list[StepTime]:
    spans: dict[uuid.UUID, list[dt.timedelta]] = defaultdict(list)
    for case_id, span in whole.items():
        department_id = cases[case_id].department_id
        if department_id is not None:
            spans[department_id].append(span)
    names = department_names(set(spans))
    found = [_time(names.get(key, ""), span) for key, span in spans.items()]
    return sorted(found, key=lambda one: -one.count)


def _time(name: Text, spans: Iterable[dt.timedelta]) -> StepTime:
    ordered = sorted(spans)
    return StepTime(name, len(ordered), _nearest(ordered, 0.5), _nearest(ordered, 0.9), ordered[-1])


def _nearest(ordered: Sequence[dt.timedelta], share: float) -> dt.timedelta:
    """The value that this share of all does not exceed (nearest rank)."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
