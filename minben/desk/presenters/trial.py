"""A walk through a drawing as its designer sees it: the picture, what could happen now, and what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.agencies.models import Jurisdiction
from minben.cases.course.own_steps import outcomes_in
from minben.cases.course.trying import Begun, Line, Move, Stand, Trial, Walked, walk
from minben.cases.models import Status
from minben.cases.reading.timeline import SENTENCES
from minben.desk.forms.verb import verb_named
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Invalid, Missing, Text
from minben.processes import handlers, specs
from minben.processes.engine import Spec
from minben.processes.models import Definition, Version
from minben.processes.picture import Picture
from minben.processes.verifying import runnable

from .case_work import CLOCKS
from .drawing import version_of

_SENT = {"send": gettext_lazy("Message"), "signal": gettext_lazy("Signal")}


@dataclass(frozen=True)
class Way:
    """One button: what it sends back (place among the stands, and which outcome), and its words."""

    value: str
    label: Text


@dataclass(frozen=True)
class Open:
    """Something that waits: a task, work outside, a message, a timer. ``who`` does it, or what it is."""

    kind: str
    name: str
    who: Text
    hint: str
    place: int
    ways: list[Way]
    due_at: dt.datetime | None = None


@dataclass(frozen=True)
class LogLine:
    """What was done, by the clock of the trial, and what followed."""

    what: Text
    at: dt.datetime
    passed: list[str]
    opened: list[str]
    thrown: list[str]
    started: list[tuple[Text, dt.datetime]]
    stopped: list[Text]


@dataclass(frozen=True)
class TrialPage:
    walked: Walked
    picture: Picture
    opens: list[Open]
    listens: list[Open]
    log: list[LogLine]
    status: Text

    @property
    def problem(self) -> str:
        return self.walked.problem


def version_to_try(actor: Actor, key: str, number: int) -> Version:
    """Raises Missing for no such version, and for a decision table: that is tried on its own page."""
    require(actor, "process.design")
    version = version_of(key, number)
    if version.definition.kind != Definition.Kind.PROCESS:
        raise Missing(_("There is no such process."))
    return version


def spec_to_try(version: Version) -> Spec:
    """What runs, or would run if the draft were published now. Raises Invalid when it cannot run."""
    if version.state != Version.State.DRAFT:
        return specs.spec_for(version.id)
    return runnable(version.source.encode())


def trial_page(spec: Spec, trial: Trial, place: Jurisdiction) -> TrialPage:
    """Raises Conflict when the drawing cannot begin."""
    walked = walk(spec, trial, place)
    opens = [_open(stand, number) for number, stand in enumerate(walked.stands)]
    beside = ("message", "signal")
    return TrialPage(
        walked=walked,
        picture=walked.position.picture(public=False),
        opens=[one for one in opens if one.kind not in beside],
        listens=[one for one in opens if one.kind in beside],
        log=[_line(line, spec) for line in reversed(walked.log)],
        status=Status(walked.log[-1].status).label,
    )


def move_of(walked: Walked, value: str, result: object) -> Move:
    """What a button means. Raises Invalid for one that is not on the page."""
    place, _colon, way = value.partition(":")
    try:
        stand = walked.stands[int(place)]
        given = stand.outcomes[int(way)].value if stand.outcomes else result
    except (ValueError, IndexError) as wrong:
        raise Invalid(_("The process does not wait for this any more.")) from wrong
    return stand.move(given)


def _open(stand: Stand, place: int) -> Open:
    node = stand.step.node
    return Open(
        kind=stand.step.kind,
        name=node.called or node.id,
        who=_who(stand),
        hint=node.notes,
        place=place,
        ways=list(_ways(stand, place)),
        due_at=stand.step.due_at,
    )


def _who(stand: Stand) -> Text:
    lane, kind = stand.step.lane, stand.step.kind
    if kind == "person" and lane is not None:
        return f"{lane.called} · {Role(lane.role).label}"
    if kind == "service":
        name = stand.step.node.ours.get("handler", "")
        known = handlers.get(name)
        return known.does if known else name
    return word(stand.step.name) if kind in ("message", "signal") else ""


def _ways(stand: Stand, place: int) -> Iterator[Way]:
    for number, outcome in enumerate(stand.outcomes):
        name = outcome.name if stand.own else word(outcome.value)
        yield Way(f"{place}:{number}", name or _("Done"))
    if not stand.outcomes:
        yield Way(f"{place}:0", _single(stand))


def _single(stand: Stand) -> Text:
    return {
        "service": _("Give this result"),
        "message": word(stand.step.name),
        "signal": stand.step.name,
        "timer": _("Let time pass until then"),
    }.get(stand.step.kind, _("Done"))


def word(verb: str) -> Text:
    """A step of the case in the words of the desk; the bare name for one that the desk has no form for."""
    known = verb_named(verb)
    if known is not None:
        return known.label
    return SENTENCES.get(verb, verb) if "%" not in str(SENTENCES.get(verb, "%")) else verb


def _line(line: Line, spec: Spec) -> LogLine:
    opened = [step.node.called for step in line.moved.opened if step.kind in ("person", "service")]
    return LogLine(
        what=_what(line.move, spec),
        at=line.at,
        passed=[node.called for node in line.moved.passed if node.called],
        opened=[name for name in opened if name],
        thrown=line.moved.signals,
        started=[_begun(one) for one in line.started],
        stopped=[CLOCKS.get(kind, kind) for kind in line.stopped],
    )


def _begun(one: Begun) -> tuple[Text, dt.datetime]:
    return CLOCKS.get(one.kind, one.kind), one.due_at


def _what(move: Move | None, spec: Spec) -> Text:
    if move is None:
        return _("The case comes in")
    node = spec.drawing_with(move.at).nodes.get(move.at)
    name = (node.called if node else "") or move.at
    if move.do in _SENT:
        return f"{_SENT[move.do]}: {word(move.name)}"
    if move.do == "wait":
        return _("Time passes: %(name)s") % {"name": name}
    return f"{name} → {_ended(move, spec)}" if move.do == "end" else name


def _ended(move: Move, spec: Spec) -> Text:
    drawing = spec.drawing_with(move.at)
    node = drawing.nodes.get(move.at)
    if node is not None and node.words("verbs"):
        return word(str(move.value))
    found = outcomes_in(drawing, node) if node is not None else []
    return next((one.name for one in found if one.value == move.value and one.name), _("Done"))
