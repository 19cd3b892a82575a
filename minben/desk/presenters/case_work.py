"""Time limits and tasks of a case in the words of the desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.cases.course.own_steps import node_of
from minben.cases.limits import source_said
from minben.cases.models import Case
from minben.foundation.records.errors import Text
from minben.processes.models import Clock, Task
from minben.processes.queries import clocks_of

CLOCKS: dict[str, Text] = {
    "dispatch": _("Dispatch"),
    "sign": _("Sign"),
    "contact": _("First contact"),
    "answer": _("The answer"),
    "callback": _("Call back"),
    "joint": _("Department beside the lead"),
    "pre_check": _("Look through"),
    "supply": _("Supplement"),
    "decide": _("Decision"),
    "at_once": _("Decision"),
    "lacking": _("Material that follows"),
    "deliver": _("Delivery"),
    "later_check": _("Check of the promise"),
    "correction": _("Putting right"),
    "repair": _("Repair"),
}
TASKS: dict[str, Text] = {
    "dispatch": _("Dispatch"),
    "sign": _("Sign for it"),
    "work": _("Work and answer"),
    "check": _("Check the answer"),
    "callback": _("Call back"),
    "close": pgettext_lazy("case", "Close"),
    "pre_check": _("Look through"),
    "examine": _("Examine and decide"),
    "deliver": _("Deliver the result"),
    "await_rest": _("Wait for the rest"),
    "examine_proof": _("Examine with proof"),
    "later_check": _("Check the promise"),
    "recheck": _("Check again what was put right"),
    "repair": _("Put right after a bad rating"),
    "repair_contact": _("Contact whoever rated"),
    "repair_work": _("Put right after a bad rating"),
    "repair_proof": _("Call back after the repair"),
    "decide_appeal": _("Decide on an appeal against a rating"),
    "more_time": _("Decide on more time"),
    "replace": _("Replace a certificate"),
    "joint": _("Answer the lead"),
    "hand_over": _("Take over a case"),
}
CLOCK_STATES: dict[str, Text] = {
    Clock.State.RUNNING: _("Running"),
    Clock.State.PAUSED: _("Stopped"),
    Clock.State.MET: _("Met"),
    Clock.State.MISSED: _("Missed"),
    Clock.State.CANCELLED: _("Not needed any more"),
}
CLOCK_TONES = {Clock.State.MET: "success", Clock.State.MISSED: "error", Clock.State.PAUSED: "warning"}


@dataclass(frozen=True)
class ClockLine:
    clock: Clock
    name: Text
    state: Text
    tone: str

    @property
    def live(self) -> bool:
        return self.clock.state in {Clock.State.RUNNING, Clock.State.PAUSED}

    @property
    def rule(self) -> str:
        """The source of the limit, in the reader's language where it is one of the system's own."""
        return source_said(self.clock.rule)


def case_clocks(case: Case) -> list[ClockLine]:
    """Every time limit of a case, as it began."""
    return [clock_line(clock) for clock in clocks_of(case.id)]


def clock_line(clock: Clock) -> ClockLine:
    tone = CLOCK_TONES.get(Clock.State(clock.state), "neutral")
    return ClockLine(clock, CLOCKS.get(clock.kind, clock.kind), CLOCK_STATES[clock.state], tone)


def task_name(task: Task, case: Case) -> Text:
    """What is to be done: in the words of the desk, or of the drawing for a step of its own."""
    node = None if task.kind in TASKS else node_of(case.process_version_id, task.kind)
    return node.called if node is not None else TASKS.get(task.kind, task.kind)
