"""What a clock runs on: a case, a part of one that another department answers, or the repair of a bad rating."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from minben.cases.models import Case, Kind, RepairCase, SubOrder


class Sort(StrEnum):
    """Kinds of subjects; the rules of who is told may differ by them."""

    HOTLINE = "hotline"
    APPLICATION = "application"
    BUNDLE = "bundle"
    SUB_ORDER = "sub_order"
    REPAIR = "repair"


@dataclass(frozen=True)
class Subject:
    """One of them, and who answers for it. ``case`` is None only for the repair of a visit's rating."""

    key: uuid.UUID
    sort: Sort
    urgency: str
    case: Case | None
    department_id: uuid.UUID | None
    holder_id: uuid.UUID | None
    repair: RepairCase | None = None

    @property
    def part_of(self) -> uuid.UUID | None:
        """The department that leads, of a part that another one answers."""
        return self.case.department_id if self.case is not None and self.sort == Sort.SUB_ORDER else None


_OF_CASE = ("id", "kind", "status", "urgency", "event_id", "department_id", "assignee_id")


def sort_of(case: Case) -> Sort:
    if case.kind != Kind.APPLICATION:
        return Sort.HOTLINE
    return Sort.BUNDLE if case.event_id is not None else Sort.APPLICATION


def subjects_of(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Subject]:
    """Without their texts: a sweep reads many. One statement for cases; two more only where there are others."""
    cases = Case.objects.only(*_OF_CASE).in_bulk(list(keys))
    found = {key: _of_case(case) for key, case in cases.items()}
    rest = [key for key in keys if key not in found]
    if rest:
        found |= {order.id: _of_order(order) for order in _orders(rest)}
        found |= {repair.id: _of_repair(repair) for repair in _repairs(rest)}
    return found


def _orders(keys: list[uuid.UUID]) -> list[SubOrder]:
    rows = SubOrder.objects.filter(id__in=keys).select_related("case")
    return list(rows.only("id", "department_id", "holder_id", *(f"case__{name}" for name in _OF_CASE)))


def _repairs(keys: list[uuid.UUID]) -> list[RepairCase]:
    return list(RepairCase.objects.filter(id__in=keys).select_related("rating__case"))


def _of_case(case: Case) -> Subject:
    return Subject(case.id, sort_of(case), case.urgency, case, case.department_id, case.assignee_id)


def _of_order(order: SubOrder) -> Subject:
    case = order.case
    return Subject(order.id, Sort.SUB_ORDER, case.urgency, case, order.department_id, order.holder_id)


def _of_repair(repair: RepairCase) -> Subject:
    """While an appeal against its rating is decided on, that department answers for it."""
    case, appealed = repair.rating.case, repair.state == RepairCase.State.APPEALED
    where = repair.appeal_department_id if appealed else repair.owner_department_id
    return Subject(repair.id, Sort.REPAIR, case.urgency if case else "", case, where, None, repair)
