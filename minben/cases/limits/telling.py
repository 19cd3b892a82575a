"""Telling colleagues about a time limit: a line on the timeline, and the case or the repair among their mentions."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from minben.agencies.models import Department
from minben.agencies.queries import nearest_holders
from minben.cases.models import CaseEvent, CaseScope, Mention
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.processes.models import Clock, Task
from minben.processes.queries import LIVE

from .escalating import OLD_NEWS, Stage, Who, rules_of
from .subjects import Sort, Subject

Told = Sequence[tuple[Clock, Stage]]


@dataclass(frozen=True)
class Hearers:
    """Who may have to be told about some subjects: four statements for all of them.

    ``supervisors`` by department are those who lead it: its own, or where it has none those next above. ``centres`` by
    subject.
    """

    takers: Mapping[uuid.UUID, set[uuid.UUID]] = field(default_factory=dict)
    centres: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    supervisors: Mapping[uuid.UUID, set[uuid.UUID]] = field(default_factory=dict)

    def of(self, subject: Subject, who: Iterable[Who]) -> set[uuid.UUID]:
        """Members of staff, each once. Where nobody has taken it, or nobody leads, the next ones."""
        asked: dict[Who, Callable[[Subject], set[uuid.UUID]]] = {
            Who.ASSIGNEE: self._takers,
            Who.SUPERVISOR: self._leaders,
            Who.LEAD: self._of_the_lead,
            Who.CENTRE: self._centre,
        }
        return set().union(*(asked[one](subject) for one in who))

    def _takers(self, subject: Subject) -> set[uuid.UUID]:
        own = {subject.holder_id} if subject.holder_id else set()
        return own or self.takers.get(subject.key) or self._leaders(subject)

    def _leaders(self, subject: Subject) -> set[uuid.UUID]:
        return self._leading(subject.department_id) or self._centre(subject)

    def _of_the_lead(self, subject: Subject) -> set[uuid.UUID]:
        return self._leading(subject.part_of) if subject.part_of else self._leaders(subject)

    def _centre(self, subject: Subject) -> set[uuid.UUID]:
        return self._leading(self.centres.get(subject.key))

    def _leading(self, department_id: uuid.UUID | None) -> set[uuid.UUID]:
        return self.supervisors.get(department_id, set()) if department_id else set()


def hearers_of(subjects: Sequence[Subject]) -> Hearers:
    keys = [subject.key for subject in subjects]
    tasks = Task.objects.filter(subject_id__in=keys, state__in=LIVE, assignee_id__isnull=False)
    takers: dict[uuid.UUID, set[uuid.UUID]] = {}
    for key, staff_id in tasks.values_list("subject_id", "assignee_id"):
        if staff_id is not None:
            takers.setdefault(key, set()).add(staff_id)
    centres = _centres(subjects)
    departments = {key for one in subjects for key in (one.department_id, one.part_of) if key}
    led = nearest_holders(Role.SUPERVISOR, departments | set(centres.values()))
    return Hearers(takers, centres, {key: staff for key, (_where, staff) in led.items()})


def _centres(subjects: Sequence[Subject]) -> dict[uuid.UUID, uuid.UUID]:
    """The hotline centre that took the case; for the rating of a visit that of the place."""
    cases = {one.case.id for one in subjects if one.case is not None}
    rows = CaseScope.objects.filter(case_id__in=cases, part=CaseScope.Part.CENTRE)
    took = dict(rows.values_list("case_id", "department_id"))
    found = {one.key: took[one.case.id] for one in subjects if one.case is not None and one.case.id in took}
    return found | _of_places([one for one in subjects if one.case is None])


def _of_places(subjects: Sequence[Subject]) -> dict[uuid.UUID, uuid.UUID]:
    if not subjects:
        return {}
    where = {one.key: one.department_id for one in subjects if one.department_id}
    places = dict(Department.objects.filter(id__in=where.values()).values_list("id", "jurisdiction_id"))
    rows = Department.objects.filter(jurisdiction_id__in=places.values(), is_centre=True, active=True)
    centres = dict(rows.values_list("jurisdiction_id", "id"))
    return {
        key: centres[places[own]] for key, own in where.items() if own in places and places[own] in centres
    }


def tell(told: Told, subjects: Mapping[uuid.UUID, Subject], now: dt.datetime) -> None:
    """One line for each clock, and a mention for everybody whom the rules name; old news is for nobody."""
    known = [
        (clock, stage, subjects[clock.subject_id]) for clock, stage in told if clock.subject_id in subjects
    ]
    hearers = hearers_of([subject for _clock, _stage, subject in known])
    events: list[CaseEvent] = []
    mentions: list[Mention] = []
    for clock, stage, subject in known:
        late = stage == Stage.OVERDUE and now - clock.due_at > OLD_NEWS
        staff = set() if late else hearers.of(subject, rules_of(subject).who[stage])
        if not staff and stage != Stage.OVERDUE:
            continue
        event = _line(clock, stage, subject, staff)
        events += [event] if event is not None else []
        mentions += _mentions(event, line_name(clock, stage, subject), subject, staff)
    CaseEvent.objects.bulk_create(events)
    Mention.objects.bulk_create(mentions)


def line_name(clock: Clock, stage: Stage, subject: Subject) -> str:
    """Which sentence of the timeline tells it: that of the case, of a part, of a repair or of an appeal."""
    prefix = {Sort.SUB_ORDER: "part_", Sort.REPAIR: f"{clock.kind}_"}.get(subject.sort, "")
    return f"{prefix}{stage.value}"


def _line(clock: Clock, stage: Stage, subject: Subject, staff: set[uuid.UUID]) -> CaseEvent | None:
    """None where there is no case on whose timeline it could stand."""
    if subject.case is None:
        return None
    data: dict[str, object] = {"clock": clock.kind, "due": clock.due_at.isoformat()}
    if staff:
        data["mentions"] = sorted(str(key) for key in staff)
    if subject.part_of:
        data["asked"] = str(subject.department_id)
    return CaseEvent(
        case_id=subject.case.id,
        name=line_name(clock, stage, subject),
        actor_kind=SYSTEM.kind,
        actor_name=SYSTEM.name,
        department_id=subject.department_id,
        data=data,
    )


def _mentions(
    event: CaseEvent | None, name: str, subject: Subject, staff: set[uuid.UUID]
) -> Iterator[Mention]:
    for key in sorted(staff):
        if event is not None:
            yield Mention(case=subject.case, staff_id=key, event_id=event.id)
        else:
            yield Mention(repair=subject.repair, staff_id=key, event_id=subject.key, name=name)
