"""Whether a drawing can be run, and by whom: every problem names its element."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from minben.foundation import feel
from minben.foundation.records.errors import Text
from minben.processes.problems import Problem

from .drawing import Drawing, Event, Node
from .moments import CYCLE, due_of
from .travelling import circles, unreachable, without_end
from .words import EVENT_KINDS, GATEWAYS, PEOPLE, THROWS

MOST_NODES = 300
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,58}")


@dataclass(frozen=True)
class Known:
    """What a drawing may name: places and roles of its lanes, steps, handlers, decision tables, processes, forms, limits."""

    places: Collection[str]
    roles: Collection[str]
    verbs: Collection[str]
    clocks: Collection[str]
    handlers: Collection[str] = ()
    decisions: Collection[str] = ()
    processes: Collection[str] = ()
    forms: Collection[str] = ()
    names: Mapping[str, Collection[str]] = field(default_factory=dict)


def problems(drawing: Drawing, known: Known) -> list[Problem]:
    """All that is wrong, element by element; warnings last."""
    found = [*_size(drawing)]
    for node in drawing.nodes.values():
        found += [Problem(node.id, node.called, text) for text in _of_node(node, drawing, known)]
    for flow in drawing.flows.values():
        found += [
            Problem(flow.id, flow.name, text)
            for text in _of_flow(flow.source, flow.target, flow.condition, drawing)
        ]
    for lane in drawing.lanes:
        found += [Problem(lane.id, lane.called, text) for text in _of_lane(lane.place, lane.role, known)]
    found += _of_ways(drawing)
    return [*found, *_warnings(drawing)]


def _size(drawing: Drawing) -> Iterator[Problem]:
    if not drawing.nodes:
        yield Problem(
            drawing.id, drawing.name, _("Nothing is drawn yet: begin with a start event and an end event.")
        )
    if len(drawing.nodes) > MOST_NODES:
        yield Problem(
            drawing.id,
            drawing.name,
            _("It has %(count)d elements; at most %(most)d are taken. Move a part into a process of its own.")
            % {"count": len(drawing.nodes), "most": MOST_NODES},
        )
    for inside in {node.inside for node in drawing.nodes.values()}:
        starts = [node for node in drawing.in_(inside) if node.kind == "startEvent"]
        if len(starts) != 1:
            yield Problem(
                inside or drawing.id,
                "",
                _("There must be exactly one start event; there are %d.") % len(starts),
            )


def _of_node(node: Node, drawing: Drawing, known: Known) -> Iterator[Text]:
    if not _ID.fullmatch(node.id):
        yield _("Its id may have 59 letters, digits, “_”, “-” and “.”, and begins with a letter.")
    yield from _EACH.get(node.kind, _nothing)(node, drawing, known)
    yield from _events(node, drawing)
    yield from _loop(node)
    yield from _one_way_on(node, drawing)
    for name in ("clock", "starts", "stops"):
        yield from _unknown(node.words(name), known.clocks, _("There is no time limit “%s”."))


def _one_way_on(node: Node, drawing: Drawing) -> Iterator[Text]:
    ways = drawing.out_of.get(node.id, ())
    if len(ways) > 1 and node.kind not in GATEWAYS | {"startEvent"}:
        yield _("More than one way leads on from here. Put a gateway behind it that says which is taken.")


def _nothing(node: Node, drawing: Drawing, known: Known) -> Iterator[Text]:
    return iter(())


def _person(node: Node, drawing: Drawing, known: Known) -> Iterator[Text]:
    lane = drawing.lane_of.get(node.id)
    if lane is None:
        yield _("It stands in no lane, so nobody would have to do it.")
    elif lane.place == "person":
        yield _(
            "It stands in the lane of the person: what people do is a message that the process waits for."
        )
    yield from _unknown(node.words("verbs"), known.verbs, _("There is no step “%s”."))
    if node.ours.get("due", "clock") not in ("clock", "promise", "nothing"):
        yield _("Its “due” is clock, promise or nothing.")
    if node.ours.get("due") == "clock" and not node.words("clock"):
        yield _("It is due by its time limit, and has none.")
    yield from _unknown(node.words("form"), known.forms, _("There is no form “%s”."))


def _service(node: Node, drawing: Drawing, known: Known) -> Iterator[Text]:
    handler = node.ours.get("handler", "")
    if not handler:
        yield _("It calls nothing: choose a handler.")
    elif handler not in known.handlers:
        yield _("There is no handler “%s”.") % handler
    yield from _expression(node.ours.get("with", ""))


def _rule(node: Node, drawing: Drawing, known: Known) -> Iterator[Text]:
    decision = node.ours.get("decision", "")
    if decision not in known.decisions:
        yield _("There is no decision table “%s”.") % decision


def _script(node: Node, drawing: Drawing, known: Known) -> Iterator[Text]:
    if not node.script:
        yield _("Its script is empty.")
    try:
        feel.assignments(node.script)
    except feel.ExpressionError as error:
        yield error.message


def _call(node: Node, drawing: Drawing, known: Known) -> Iterator[Text]:
    if node.calls not in known.processes:
        yield _("There is no process “%s”.") % node.calls


def _choice(node: Node, drawing: Drawing, known: Known) -> Iterator[Text]:
    leaving = drawing.out_of.get(node.id, ())
    if len(leaving) < 2:
        return
    if not node.default:
        yield _("No way is the default one: what holds for nobody would stop here.")
    if any(not flow.condition for flow in leaving if flow.id != node.default):
        yield _("A way has no condition.")


def _boundary(node: Node, drawing: Drawing, known: Known) -> Iterator[Text]:
    if node.attached_to not in drawing.nodes:
        yield _("It stands on no activity.")
    if len(node.events) != 1:
        yield _("It must wait for exactly one thing.")


def _catch(node: Node, drawing: Drawing, known: Known) -> Iterator[Text]:
    if not node.events:
        yield _("It waits for nothing: choose a message, a signal or a timer.")


def _events(node: Node, drawing: Drawing) -> Iterator[Text]:
    for event in node.events:
        if event.kind not in EVENT_KINDS:
            yield _("Events of the kind “%s” are not run.") % event.kind
        elif event.kind == "timer":
            yield from _timer(event)
        elif event.kind != "terminate" and not event.name:
            yield _("Its event has no name.")
        elif event.kind == "message" and node.kind in THROWS:
            yield _("A message that is thrown would reach nobody: call a handler, or throw a signal.")
    if node.kind == "startEvent" and node.events:
        yield _("A start event here waits for nothing: who begins the process is said elsewhere.")


def _timer(event: Event) -> Iterator[Text]:
    if event.timer == "timeCycle":
        repeated = CYCLE.fullmatch(event.text)
        if not repeated or due_of(repeated[2]) is None or int(repeated[1]) > 100:
            yield _("A repeated timer is written “R3/PT1H”, at most 100 times.")
    elif not event.text:
        yield _("The timer says no time.")
    elif due_of(event.text) is None:
        yield from _expression(event.text)


def _loop(node: Node) -> Iterator[Text]:
    loop = node.loop
    if loop is None:
        return
    if loop.multiple and bool(loop.times) == bool(loop.items):
        yield _("What is done several times says either how often, or for which list.")
    if not loop.multiple and not (loop.times or loop.until):
        yield _("What is repeated says how often at most, or until when.")
    for text in (loop.until, loop.times if loop.multiple else ""):
        yield from _expression(text)


def _of_flow(source: str, target: str, condition: str, drawing: Drawing) -> Iterator[Text]:
    if source not in drawing.nodes or target not in drawing.nodes:
        yield _("It leads from or to something that is not there.")
    yield from _expression(condition)


def _of_lane(place: str, role: str, known: Known) -> Iterator[Text]:
    if place not in known.places:
        yield _("There is no place “%(place)s”: choose one of %(known)s.") % {
            "place": place,
            "known": ", ".join(sorted(known.places)),
        }
    if place != "person" and role not in known.roles:
        yield _("There is no role “%(role)s”: choose one of %(known)s.") % {
            "role": role,
            "known": ", ".join(sorted(known.roles)),
        }


def _of_ways(drawing: Drawing) -> Iterator[Problem]:
    for key in sorted(unreachable(drawing)):
        yield Problem(key, drawing.nodes[key].called, _("No way leads here."))
    for key in sorted(without_end(drawing)):
        yield Problem(key, drawing.nodes[key].called, _("No way leads from here to an end."))
    for circle in circles(drawing):
        names = " → ".join(drawing.nodes[key].called or key for key in circle)
        yield Problem(
            circle[0], drawing.nodes[circle[0]].called, _("It would go round for ever: %s.") % names
        )


def _warnings(drawing: Drawing) -> Iterator[Problem]:
    for node in drawing.nodes.values():
        if node.id not in drawing.boxes:
            yield Problem(
                node.id,
                node.called,
                _("It has no place in the diagram, so the picture leaves it out."),
                warning=True,
            )
        if node.kind in PEOPLE and not node.called:
            yield Problem(node.id, "", _("It has no name: people would not know what to do."), warning=True)
        if node.kind in PEOPLE and node.name and not node.ours.get("en"):
            yield Problem(node.id, node.called, _("It has no English name."), warning=True)


def _expression(text: str) -> Iterator[Text]:
    if not text:
        return
    try:
        feel.expression(text)
    except feel.ExpressionError as error:
        yield error.message


def _unknown(words: Iterable[str], known: Collection[str], message: Text) -> Iterator[Text]:
    for word in words:
        if word not in known:
            yield message % word


_EACH = {
    "userTask": _person,
    "manualTask": _person,
    "serviceTask": _service,
    "businessRuleTask": _rule,
    "scriptTask": _script,
    "callActivity": _call,
    "exclusiveGateway": _choice,
    "inclusiveGateway": _choice,
    "boundaryEvent": _boundary,
    "intermediateCatchEvent": _catch,
}
