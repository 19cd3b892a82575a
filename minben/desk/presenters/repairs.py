"""A repair of a bad rating as the desk shows it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from minben.agencies.queries import department_names, staff_names
from minben.cases.actions.rating import LEVELS, REASONS
from minben.cases.actions.repair import SATISFIED
from minben.cases.models import RepairCase
from minben.cases.ratings.rates import CHANNELS
from minben.cases.ratings.repairs import picture_of, verbs_for
from minben.desk.forms.repairs import VERBS, RepairVerb
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Text
from minben.foundation.records.texts import listed
from minben.processes.picture import Picture

State = RepairCase.State
TONES = {State.OPEN: "warning", State.APPEALED: "info", State.DONE: "success", State.UPHELD: "neutral"}


@dataclass(frozen=True)
class RepairLine:
    """One repair in a list."""

    repair: RepairCase
    department: str

    @property
    def level(self) -> Text:
        return LEVELS[self.repair.rating.level]

    @property
    def reasons(self) -> str:
        return listed(str(REASONS[code]) for code in self.repair.rating.reasons if code in REASONS)

    @property
    def tone(self) -> str:
        return TONES[State(self.repair.state)]

    @property
    def open(self) -> bool:
        return self.repair.state in {State.OPEN, State.APPEALED}

    @property
    def due_at(self) -> object:
        return self.repair.appeal_due_at if self.repair.state == State.APPEALED else self.repair.due_at


@dataclass(frozen=True)
class RepairPage(RepairLine):
    """``first`` is the step that leads on, ``others`` stand beside it."""

    first: RepairVerb | None
    others: list[RepairVerb]
    picture: Picture | None
    channel: Text
    rated: str
    appealed_by: str
    decided_by: str
    decides: str

    @property
    def satisfied(self) -> Text:
        return SATISFIED.get(self.repair.satisfied, "")


def lines(found: Iterable[RepairCase]) -> list[RepairLine]:
    rows = list(found)
    names = department_names(one.owner_department_id for one in rows if one.owner_department_id)
    return [RepairLine(one, _named(names, one.owner_department_id)) for one in rows]


def repair_page(actor: Actor, repair: RepairCase) -> RepairPage:
    can = verbs_for(actor, repair)
    verbs = [verb for name, verb in VERBS.items() if name in can]
    keys = {repair.owner_department_id, repair.appeal_department_id} - {None}
    departments = department_names(key for key in keys if key)
    ids = {repair.rating.staff_id, repair.appealed_by, repair.decided_by} - {None}
    staff = staff_names(key for key in ids if key)
    return RepairPage(
        repair=repair,
        department=_named(departments, repair.owner_department_id),
        first=verbs[0] if verbs else None,
        others=verbs[1:],
        picture=picture_of(repair),
        channel=CHANNELS.get(repair.rating.channel, repair.rating.channel),
        rated=_named(staff, repair.rating.staff_id),
        appealed_by=_named(staff, repair.appealed_by),
        decided_by=_named(staff, repair.decided_by),
        decides=_named(departments, repair.appeal_department_id),
    )


def _named(names: Mapping[uuid.UUID, str], key: uuid.UUID | None) -> str:
    return names.get(key, "") if key is not None else ""
