"""Telling colleagues about a time limit: a line on the timeline, and the case among their mentions."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from minben.agencies.queries import nearest_holders
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.processes.models import Clock, Task
from minben.processes.queries import LIVE

from .escalating import OLD_NEWS, Stage, Who, rules
from .models import Case, CaseEvent, CaseScope, Mention

Told = Sequence[tuple[Clock, Stage]]


@dataclass(frozen=True)
class Hearers:
    """Who may have to be told about some cases: four statements for all of them.

    ``supervisors`` by department are those who lead it: its own, or where it has none those next above.
    """

    takers: Mapping[uuid.UUID, set[uuid.UUID]] = field(default_factory=dict)
    centres: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    supervisors: Mapping[uuid.UUID, set[uuid.UUID]] = field(default_factory=dict)

    def of(self, case: Case, who: Iterable[Who]) -> set[uuid.UUID]:
        """Members of staff, each once. Where nobody has taken the case, or nobody leads, the next ones."""
        found: set[uuid.UUID] = set()
        for one in who:
            found |= {Who.ASSIGNEE: self._takers, Who.SUPERVISOR: self._leaders, Who.CENTRE: self._centre}[
                one
            ](case)
        return found

    def _takers(self, case: Case) -> set[uuid.UUID]:
        own = {case.assignee_id} if case.assignee_id else set()
        return own or self.takers.get(case.id) or self._leaders(case)

    def _leaders(self, case: Case) -> set[uuid.UUID]:
        held = self.supervisors.get(case.department_id) if case.department_id else None
        return held or self._centre(case)

    def _centre(self, case: Case) -> set[uuid.UUID]:
        place = self.centres.get(case.id)
        return self.supervisors.get(place, set()) if place else set()


def hearers_of(cases: Sequence[Case]) -> Hearers:
    keys = [case.id for case in cases]
    scopes = CaseScope.objects.filter(case_id__in=keys, part=CaseScope.Part.CENTRE)
    centres = dict(scopes.values_list("case_id", "department_id"))
    tasks = Task.objects.filter(subject_id__in=keys, state__in=LIVE, assignee_id__isnull=False)
    takers: dict[uuid.UUID, set[uuid.UUID]] = {}
    for case_id, staff_id in tasks.values_list("subject_id", "assignee_id"):
        if staff_id is not None:
            takers.setdefault(case_id, set()).add(staff_id)
    departments = {case.department_id for case in cases if case.department_id} | set(centres.values())
    led = nearest_holders(Role.SUPERVISOR, departments)
    return Hearers(takers, centres, {key: staff for key, (_where, staff) in led.items()})


def tell(told: Told, cases: Mapping[uuid.UUID, Case], now: dt.datetime) -> None:
    """One line for each clock, and a mention for everybody whom the rules name; old news is for nobody."""
    known = [(clock, stage, cases[clock.subject_id]) for clock, stage in told if clock.subject_id in cases]
    hearers, held = hearers_of([case for _clock, _stage, case in known]), rules()
    events: list[CaseEvent] = []
    mentions: list[Mention] = []
    for clock, stage, case in known:
        late = stage == Stage.OVERDUE and now - clock.due_at > OLD_NEWS
        staff = set() if late else hearers.of(case, held.who[stage])
        if not staff and stage != Stage.OVERDUE:
            continue
        event = _line(clock, stage, case, staff)
        events.append(event)
        mentions += _mentions(event, case, staff)
    CaseEvent.objects.bulk_create(events)
    Mention.objects.bulk_create(mentions)


def _line(clock: Clock, stage: Stage, case: Case, staff: set[uuid.UUID]) -> CaseEvent:
    data: dict[str, object] = {"clock": clock.kind, "due": clock.due_at.isoformat()}
    if staff:
        data["mentions"] = sorted(str(key) for key in staff)
    return CaseEvent(
        case_id=case.id,
        name=stage.value,
        actor_kind=SYSTEM.kind,
        actor_name=SYSTEM.name,
        department_id=case.department_id,
        data=data,
    )


def _mentions(event: CaseEvent, case: Case, staff: set[uuid.UUID]) -> Iterator[Mention]:
    return (Mention(case=case, staff_id=key, event_id=event.id) for key in sorted(staff))
