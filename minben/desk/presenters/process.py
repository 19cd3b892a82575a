"""A case's process, and one task of it, as the desk shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from minben.cases import queries
from minben.cases.course import position
from minben.cases.course.own_steps import Outcome, is_own, node_of, outcomes_of
from minben.cases.models import Case
from minben.desk.forms.verb import verb_named
from minben.desk.forms.verbs import Verb
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.records.errors import Text
from minben.processes.drawings import Node
from minben.processes.models import Call, Task
from minben.processes.picture import Mark, Picture

from .case_work import ClockLine, case_clocks, task_name

DONE = _("Done")


@dataclass(frozen=True)
class ProcessPage:
    case: Case
    picture: Picture | None
    trouble: str
    stuck: list[tuple[Call, Text]]
    mends: bool


@dataclass(frozen=True)
class TaskPage:
    """Just what is needed: what to do, how it may end, by when, and what comes next."""

    task: Task
    case: Case
    name: Text
    hint: str
    verbs: list[Verb]
    outcomes: list[Outcome]
    clocks: list[ClockLine]
    following: list[str]
    mine: bool
    may: bool


def process_page(actor: Actor, case: Case) -> ProcessPage:
    found = position.position(case)
    stuck = position.stuck_calls(case)
    return ProcessPage(
        case=case,
        picture=found.picture(public=False) if found else None,
        trouble=found.trouble if found else "",
        stuck=[(call, _called(case, call)) for call in stuck],
        mends=allowed(actor, "process.mend"),
    )


def task_page(actor: Actor, case: Case, task: Task) -> TaskPage:
    node = node_of(case.process_version_id, task.kind)
    own = node is not None and is_own(node)
    return TaskPage(
        task=task,
        case=case,
        name=task_name(task, case),
        hint=node.notes if node else "",
        verbs=[] if own else _verbs(actor, case, node),
        outcomes=_outcomes(case, node) if own and node else [],
        clocks=[line for line in case_clocks(case) if line.live],
        following=_following(case, task),
        mine=task.assignee_id == actor.staff_id,
        may=allowed(actor, "task.take", task),
    )


def _called(case: Case, call: Call) -> Text:
    node = node_of(case.process_version_id, call.element)
    return node.called if node else call.element


def _verbs(actor: Actor, case: Case, node: Node | None) -> list[Verb]:
    """Steps that end the task and that the actor may take, in the order drawn."""
    may = queries.verbs_for(actor, case)
    names = node.words("verbs") if node else sorted(may)
    return [verb for name in names if name in may and (verb := verb_named(name)) is not None]


def _outcomes(case: Case, node: Node) -> list[Outcome]:
    found = outcomes_of(case.process_version_id, node) if case.process_version_id else []
    return [Outcome(one.value, one.name or DONE) for one in found]


def _following(case: Case, task: Task) -> list[str]:
    """Names of what may come next, as the picture marks it."""
    found = position.position(case)
    if found is None:
        return []
    here = position.Position(found.drawing, found.done, frozenset({task.kind}), found.gone)
    shapes = here.picture(public=False).shapes
    return [shape.node.called for shape in shapes if shape.mark is Mark.NEXT and shape.node.called]
