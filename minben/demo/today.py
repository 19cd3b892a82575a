"""A day's work for the practice log-ins: requests at every stage of their drawn process, each led there by real steps."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from minben.agencies.models import Cover, Department, RoleGrant, Staff
from minben.cases.actions import application, checking, handling, routing
from minben.cases.actions.rating import rate
from minben.cases.actions.submit import submit
from minben.cases.actions.together import ask_department
from minben.cases.intake import Submission
from minben.catalog.models import ServiceVersion
from minben.foundation.access.actor import Actor, ActorKind, Grant
from minben.foundation.access.roles import Role
from minben.foundation.records.translated import localized
from minben.processes.models import Task

from .history import described

OWN, OTHER, CENTRE, DESK = "urban", "traffic", "hotline", "civil"
"""Departments of the log-ins “officer” and “examiner”, the one that works beside them, and the hotline."""
ENOUGH = 6
"""With so many open tasks the officer has enough to do; new requests come in below it."""
AWAY_DAYS = 5
SERVICES = 3


@dataclass(frozen=True)
class Stage:
    """Who can act, what is asked about, and the dice of the day."""

    departments: Mapping[str, Department]
    staff: Mapping[tuple[str, str], Sequence[Actor]]
    requests: Sequence[Mapping[str, Any]]
    people: Sequence[uuid.UUID]
    rng: random.Random

    def by(self, role: Role, code: str = CENTRE, *, nth: int = 0) -> Actor:
        """The first holder of a role in a department is the practice log-in where there is one."""
        return self.staff[role, code][nth]

    def asked(self, code: str, *, urgency: str = "") -> uuid.UUID:
        """Somebody phones about a matter of this department."""
        request = self.rng.choice([one for one in self.requests if one["department"] == code])
        fields = described(request, self.rng)
        made = Submission(
            kind=request["kind"],
            topic=request.get("category", ""),
            urgency=urgency or request["urgency"],
            channel="phone",
            party_id=self.rng.choice(self.people),
            practice=True,
            **fields,
        )
        return submit(self.by(Role.AGENT), made, key=f"today {uuid.uuid4()}").case_id

    def sent(self, code: str = OWN, **more: Any) -> uuid.UUID:
        case = self.asked(code, **more)
        routing.dispatch(self.by(Role.DISPATCHER), case, department_id=self.departments[code].id)
        return case

    def worked(self, code: str = OWN, *, nth: int = 0) -> uuid.UUID:
        case, officer = self.sent(code), self.by(Role.OFFICER, code, nth=nth)
        handling.sign(officer, case)
        handling.start(officer, case, note="已與訴求人電話聯繫，約定處理時間。")
        return case

    def answered(self) -> uuid.UUID:
        case = self.worked()
        handling.answer(self.by(Role.OFFICER, OWN), case, text="已到現場處理完畢，並安排每日巡查。")
        return case

    def checked(self) -> uuid.UUID:
        case = self.answered()
        checking.check(self.by(Role.CHECKER), case)
        return case


def not_sent_yet(stage: Stage) -> None:
    stage.asked(OTHER)


def sent_to_the_officer(stage: Stage) -> None:
    stage.sent()


def pressing(stage: Stage) -> None:
    stage.sent(urgency="E1")


def in_hand(stage: Stage) -> None:
    stage.worked()


def others_help(stage: Stage) -> None:
    question = "該路段的臨時停車是否已依規定核准？請提供核准時段。"
    case, other = stage.worked(), stage.departments[OTHER]
    ask_department(stage.by(Role.OFFICER, OWN), case, department_id=other.id, question=question)


def we_help(stage: Stage) -> None:
    question = "請確認路口占道設攤的清理安排，以便一併答覆。"
    case, own = stage.worked(OTHER), stage.departments[OWN]
    ask_department(stage.by(Role.OFFICER, OTHER), case, department_id=own.id, question=question)


def to_be_checked(stage: Stage) -> None:
    stage.answered()


def to_be_called_back(stage: Stage) -> None:
    stage.checked()


def badly_rated(stage: Stage) -> None:
    case, caller = stage.checked(), stage.by(Role.CALLBACK)
    checking.call_back(caller, case, resolved="yes", note="訴求人表示已收到答覆。")
    rate(caller, case, level=2, reasons=["unsolved"], comment="第二天又有攤位擺出來。", channel="phone")


def left_behind(stage: Stage) -> None:
    """A colleague went on leave with a request in hand; nobody stands in."""
    stage.worked(nth=1)
    colleague, today = stage.by(Role.OFFICER, OWN, nth=1), timezone.localdate()
    away = Staff.objects.get(pk=str(colleague.staff_id))
    until = today + dt.timedelta(days=AWAY_DAYS)
    if not Cover.objects.filter(staff=away, until__gte=today).exists():
        Cover.objects.create(staff=away, since=today, until=until, state=Cover.State.APPROVED)


def applied_for(stage: Stage) -> None:
    """Applications at the examiner's: one to look through, one to accept, one to decide."""
    officer = stage.by(Role.OFFICER, DESK)
    _new, seen, examined = _applications(stage)
    application.pre_check(officer, seen)
    for act in (application.pre_check, routing.accept, application.examine):
        act(officer, examined)


def _applications(stage: Stage) -> list[uuid.UUID]:
    versions = ServiceVersion.objects.filter(
        state=ServiceVersion.State.PUBLISHED, service__department=stage.departments[DESK]
    ).order_by("service__slug")[:SERVICES]
    return [_applied(stage, version) for version in versions]


def _applied(stage: Stage, version: ServiceVersion) -> uuid.UUID:
    who = stage.rng.choice(stage.people)
    made = Submission(
        kind="application",
        title=str(localized(version.name, "zh-hant")),
        service_version_id=version.id,
        party_id=who,
        channel="counter",
        practice=True,
    )
    return submit(stage.by(Role.AGENT), made, key=f"today {uuid.uuid4()}").case_id


SCENES: tuple[Callable[[Stage], None], ...] = (
    not_sent_yet, not_sent_yet, sent_to_the_officer, sent_to_the_officer, pressing, in_hand, others_help, we_help,
    to_be_checked, to_be_checked, to_be_called_back, to_be_called_back, badly_rated, left_behind, applied_for,
)  # fmt: skip


def furnish(people: Sequence[uuid.UUID], requests: Sequence[Mapping[str, Any]]) -> bool:
    """Bring a day's work to the desks. False, and nothing, while there is enough or somebody is missing for it."""
    departments = {one.code: one for one in Department.objects.filter(jurisdiction__practice=True)}
    if not people or not {OWN, OTHER, CENTRE, DESK} <= set(departments) or _enough(departments[OWN]):
        return False
    stage = Stage(departments, _staff(), requests, people, random.Random(str(timezone.localdate())))
    with transaction.atomic():
        for scene in SCENES:
            scene(stage)
    return True


def _enough(department: Department) -> bool:
    rows = Task.objects.filter(department_id=department.id, role=Role.OFFICER)
    return rows.filter(state__in=[Task.State.OPEN, Task.State.CLAIMED]).count() >= ENOUGH


def _staff() -> dict[tuple[str, str], list[Actor]]:
    """Everybody at work by role and department, practice log-ins first."""
    found: dict[tuple[str, str], list[Actor]] = {}
    grants = RoleGrant.objects.filter(department__jurisdiction__practice=True, staff__active=True)
    for grant in grants.select_related("staff", "department").order_by("staff__number"):
        found.setdefault((grant.role, grant.department.code), []).append(_actor(grant))
    return found


def _actor(grant: RoleGrant) -> Actor:
    held = (Grant(grant.role, grant.department_id),)
    return Actor(kind=ActorKind.STAFF, staff_id=grant.staff_id, name=grant.staff.name, grants=held)
