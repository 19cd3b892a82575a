"""Running cases on another version of their process: by somebody's word, each looked at, each told what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minben.agencies.queries import calendar_of
from minben.cases.course import drawn
from minben.cases.course.states import FINAL
from minben.cases.course.stepping import lock, record
from minben.cases.course.steps import Step, snapshot
from minben.cases.models import Case
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing
from minben.processes.actions import migrating
from minben.processes.actions.runs import current
from minben.processes.engine import Surroundings
from minben.processes.engine.moving_over import CannotMove
from minben.processes.models import Run, Task, Version
from minben.processes.queries import LIVE

VERB = "move_process"
MOST = 100
"""Cases that are looked at and moved at once."""


@dataclass(frozen=True)
class Candidate:
    """A running case, and the number of the version that it was found on. ``reasons``: why it cannot be moved; none when it can."""

    case: Case
    before: int
    reasons: tuple[str, ...]
    moved: bool = False

    @property
    def fits(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Candidates:
    """``more``: there are others that are not shown yet."""

    found: list[Candidate]
    more: bool


def candidates(actor: Actor, version: Version) -> Candidates:
    """Running cases on other versions of the same process, newest first, and whether each can be moved to ``version``."""
    require(actor, "process.publish")
    cases = _running(version)
    runs = {
        run.subject_id: run
        for run in Run.objects.filter(subject_id__in=[case.id for case in cases], finished_at__isnull=True)
    }
    found = [_looked_at(case, runs.get(case.id), version) for case in cases[:MOST]]
    return Candidates(found, more=len(cases) > MOST)


def move_cases(actor: Actor, version_id: uuid.UUID, case_ids: Collection[uuid.UUID]) -> list[Candidate]:
    """Move each of these that fits; each is a change of its own, so that one that does not fit stops no other.

    Raises Missing for no such version, Conflict when it is not the published one or too many cases are named.
    """
    require(actor, "process.publish")
    version = Version.objects.select_related("definition").filter(pk=version_id).first()
    if version is None:
        raise Missing(_("There is no such version."))
    if version.state != Version.State.PUBLISHED:
        raise Conflict(_("Cases can be moved only to the version that is in force."))
    if len(case_ids) > MOST:
        raise Conflict(_("At most %d cases can be moved at once.") % MOST)
    found = [one for key in case_ids if (one := _move(actor, key, version)) is not None]
    done = sum(one.moved for one in found)
    trail.wrote(
        actor,
        "process.move",
        subject=("process", version.definition_id),
        after={"version": version.number, "moved": done, "stayed": len(found) - done},
    )
    return found


def _move(actor: Actor, case_id: uuid.UUID, version: Version) -> Candidate | None:
    """None for a case that is over, gone, or there already."""
    with transaction.atomic():
        if not Case.objects.filter(pk=case_id).exists():
            return None
        case = lock(case_id)
        if case.status in FINAL or not _on_another(case, version):
            return None
        return _moved(actor, case, version)


def _moved(actor: Actor, case: Case, version: Version) -> Candidate:
    old = _version_of(case)
    try:
        migrating.migrate(current(case.id), old.id, version.id, _around(case))
    except CannotMove as cannot:
        return Candidate(case, old.number, cannot.reasons)
    step = Step(actor, case, VERB, timezone.now(), public=False, before=snapshot(case))
    step.data = {"from": old.number, "to": version.number}
    case.process_version = version
    case.save(update_fields=["process_version"])
    record(step)
    return Candidate(case, old.number, (), moved=True)


def _on_another(case: Case, version: Version) -> bool:
    old = case.process_version
    return old is not None and old.id != version.id and old.definition_id == version.definition_id


def _running(version: Version) -> Sequence[Case]:
    """One more than is shown: those that were moved by their run, and those with a task that wait where they began."""
    others = Version.objects.filter(definition_id=version.definition_id).exclude(pk=version.pk)
    ids = list(others.values_list("id", flat=True))
    runs = Run.objects.filter(version_id__in=ids, finished_at__isnull=True, subject_kind="case")
    waiting = Task.objects.filter(state__in=LIVE).values("subject_id")
    rows = Case.objects.filter(process_version_id__in=ids).exclude(status__in=FINAL)
    rows = rows.filter(pk__in=runs.values("subject_id").union(waiting, all=True))
    about = rows.select_related("jurisdiction", "process_version", "department", "service_version__service")
    return list(about.order_by("-id")[: MOST + 1])


def _looked_at(case: Case, run: Run | None, version: Version) -> Candidate:
    old = _version_of(case)
    try:
        migrating.moved(run, old.id, version.id, _around(case))
    except CannotMove as cannot:
        return Candidate(case, old.number, cannot.reasons)
    return Candidate(case, old.number, ())


def _version_of(case: Case) -> Version:
    if case.process_version is None:
        raise LookupError(f"{case.number} is on the built-in flow.")
    return case.process_version


def _around(case: Case) -> Surroundings:
    return drawn.around(case, timezone.now(), calendar_of(case.jurisdiction))
