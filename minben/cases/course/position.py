"""Where a case stands in its drawn process: what is done, what is now, and what waits for somebody because it failed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from minben.agencies.queries import calendar_of
from minben.cases.models import Case
from minben.processes import specs
from minben.processes.drawings import Drawing
from minben.processes.engine import Machine, Surroundings
from minben.processes.models import Call, Run
from minben.processes.picture import Picture, picture

from . import drawn


@dataclass(frozen=True)
class Position:
    """``done`` and ``now`` are elements of the drawing; ``gone`` are the ways between them that were taken."""

    drawing: Drawing
    done: frozenset[str]
    now: frozenset[str]
    gone: frozenset[tuple[str, str]]
    trouble: str = ""

    def picture(self, *, public: bool) -> Picture:
        return picture(self.drawing, self.done, self.now, self.gone, public=public)


def position(case: Case) -> Position | None:
    """None for a case on the built-in flow, and for one whose run was emptied with its person's data."""
    if case.process_version_id is None:
        return None
    run = Run.objects.filter(subject_id=case.id).order_by("-id").first()
    if run is not None and not run.state:
        return None
    return _of_run(case, run) if run is not None else _beginning(case)


def stuck_calls(case: Case) -> list[Call]:
    """Work outside that failed again and again, and waits for a person."""
    return list(Call.objects.filter(run__subject_id=case.id, state=Call.State.STUCK).order_by("id"))


def _of_run(case: Case, run: Run) -> Position:
    machine = Machine.load(specs.spec_for(run.version_id), bytes(run.state), _around(case))
    return of_machine(machine, over=run.finished_at is not None, trouble=run.trouble)


def of_machine(machine: Machine, *, over: bool = False, trouble: str = "") -> Position:
    """Where a run in memory stands; nowhere when it is ``over``."""
    waiting = [] if over else machine.waiting()
    now = (stop.element for stop in waiting if stop.kind in ("person", "service") or _alone(stop.node.kind))
    return Position(
        machine.spec.drawing,
        frozenset(machine.passed()),
        frozenset(now),
        frozenset(machine.travelled()),
        trouble,
    )


def _alone(kind: str) -> bool:
    """A boundary event waits beside its task; another one is where the process stands."""
    return kind != "boundaryEvent"


def _beginning(case: Case) -> Position:
    """It was never moved: it stands where its drawing begins."""
    machine, _moved = Machine.begin(specs.spec_for(case.process_version_id), _around(case))  # type: ignore[arg-type]
    return of_machine(machine)


def _around(case: Case) -> Surroundings:
    return drawn.around(case, timezone.now(), calendar_of(case.jurisdiction))
