"""A drawing as a picture: what stands where, what is done, now and next. The faces make SVG of it.

The coordinates are the diagram's own. The public picture leaves out what is not marked as public: lines go on through it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .drawings import Drawing, Flow, Node
from .drawings.drawing import Box, Point
from .drawings.words import ACTIVITIES, GATEWAYS

MARGIN = 24.0
LINE = 17.0
LANE_HEAD = 30.0
COLUMN = 14.0
ASCENT = 12.0
"""From the top of a label to the foot of its first line."""
BESIDE = 98.0
"""How wide a name outside its node may be."""


_SIGNS = {"exclusiveGateway": "×", "parallelGateway": "+", "inclusiveGateway": "○", "eventBasedGateway": "◇"}


class Mark(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True)
class Side:
    """Where lines of words stand, and which end of them (``text-anchor`` of SVG 2 §11.10.2)."""

    x: float
    anchor: str = "middle"


@dataclass(frozen=True)
class Shape:
    """One node: where it is, how it is marked, and its name in lines that fit, all at one ``side``."""

    node: Node
    box: Box
    mark: Mark
    lines: tuple[tuple[float, str], ...]
    form: str
    side: Side

    @property
    def x(self) -> float:
        return self.box[0]

    @property
    def y(self) -> float:
        return self.box[1]

    @property
    def width(self) -> float:
        return self.box[2]

    @property
    def height(self) -> float:
        return self.box[3]

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def tells(self) -> bool:
        return self.form == "task" or (self.form == "event" and self.mark is not Mark.LATER)

    @property
    def diamond(self) -> str:
        x, y = self.middle
        return f"M{x:g},{self.y:g} L{self.x + self.width:g},{y:g} L{x:g},{self.y + self.height:g} L{self.x:g},{y:g} z"

    @property
    def sign(self) -> str:
        return _SIGNS.get(self.node.kind, "")

    @property
    def sign_y(self) -> float:
        return self.middle[1] + 8

    @property
    def radius(self) -> float:
        return self.width / 2

    @property
    def inner(self) -> float:
        """An event between start and end has a second ring (BPMN 2.0 §10.5)."""
        return self.radius - 3 if self.node.kind not in ("startEvent", "endEvent") else 0.0


@dataclass(frozen=True)
class Line:
    """One flow: its corners as SVG writes them, and whether the run went along it."""

    points: str
    gone: bool
    name: str
    side: Side
    y: float


@dataclass(frozen=True)
class Band:
    """One lane. Its name is written downwards, in columns when it is longer than the lane is high."""

    name: str
    box: Box

    @property
    def columns(self) -> list[tuple[float, str]]:
        """From right to left, as vertical writing goes."""
        words = list(wrapped(self.name, self.box[3] - 12, size=13.0))
        first = self.box[0] + LANE_HEAD / 2 + (len(words) - 1) * COLUMN / 2
        return [(first - number * COLUMN, line) for number, line in enumerate(words)]

    @property
    def y(self) -> float:
        return self.box[1] + self.box[3] / 2


@dataclass(frozen=True)
class Picture:
    view: Box
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...]

    @property
    def steps(self) -> list[Shape]:
        """The list beside the picture, as one reads the drawing: what people do, and events that happened or are near."""
        named = [shape for shape in self.shapes if shape.node.called and shape.tells]
        return sorted(named, key=lambda shape: (shape.middle[0], shape.middle[1]))


def picture(
    drawing: Drawing,
    done: Collection[str],
    now: Collection[str],
    gone: Collection[tuple[str, str]] = (),
    *,
    public: bool,
) -> Picture:
    """``done`` and ``now`` are elements, ``gone`` ways from one to another; what may come right after ``now`` is next."""
    shown = {
        key: node
        for key, node in drawing.nodes.items()
        if key in drawing.boxes and (node.public or not public)
    }
    marks = _marks(drawing, shown, set(done), set(now))
    shapes = tuple(_shape(node, drawing, marks[key]) for key, node in shown.items())
    paths = [path for path in _paths(drawing, shown) if not public or _told(path, drawing, set(gone))]
    lines = tuple(_line(path, set(gone), public=public) for path in paths)
    bands = tuple(_bands(drawing))
    return Picture(_view(shapes, paths, bands, public=public), () if public else bands, lines, shapes)


def _marks(drawing: Drawing, shown: Mapping[str, Node], done: set[str], now: set[str]) -> dict[str, Mark]:
    following = {key for element in now for key in _next(drawing, shown, element, {element})}
    return {
        key: Mark.NOW
        if key in now
        else Mark.DONE
        if key in done
        else Mark.NEXT
        if key in following
        else Mark.LATER
        for key in shown
    }


def _next(drawing: Drawing, shown: Mapping[str, Node], key: str, seen: set[str]) -> Iterator[str]:
    """What is reached from here without passing another step that is shown; gateways are only passed."""
    for flow in drawing.out_of.get(key, ()):
        node = drawing.nodes[flow.target]
        if node.id in shown and node.kind not in GATEWAYS:
            yield node.id
        elif node.id not in seen:
            yield from _next(drawing, shown, node.id, seen | {node.id})


def _told(path: _Path, drawing: Drawing, taken: set[tuple[str, str]]) -> bool:
    """Ways back are the house's own affair, until they were gone."""
    forward = drawing.boxes[path.target][0] > drawing.boxes[path.source][0] - 1
    return forward or set(path.ways) <= taken


@dataclass(frozen=True)
class _Path:
    source: str
    target: str
    points: tuple[Point, ...]
    name: str
    ways: tuple[tuple[str, str], ...]
    label: Box | None = None


def _paths(drawing: Drawing, shown: Mapping[str, Node]) -> Iterator[_Path]:
    """Lines between what is shown, through what is not."""
    for key in shown:
        for flow in drawing.out_of.get(key, ()):
            begun = _Path(
                key,
                flow.target,
                drawing.lines.get(flow.id, ()),
                flow.called,
                ((key, flow.target),),
                drawing.labels.get(flow.id),
            )
            yield from _follow(drawing, shown, begun, {key})


def _follow(drawing: Drawing, shown: Mapping[str, Node], path: _Path, seen: set[str]) -> Iterator[_Path]:
    if path.target in shown:
        yield path
    elif path.target not in seen:
        for flow in drawing.out_of.get(path.target, ()):
            yield from _follow(drawing, shown, _longer(path, flow, drawing), seen | {path.target})


def _longer(path: _Path, flow: Flow, drawing: Drawing) -> _Path:
    points = (*path.points, *_middle(drawing.boxes.get(flow.source)), *drawing.lines.get(flow.id, ()))
    ways = (*path.ways, (flow.source, flow.target))
    label = path.label if path.name else drawing.labels.get(flow.id)
    return _Path(path.source, flow.target, points, path.name or flow.called, ways, label)


def _middle(box: Box | None) -> tuple[Point, ...]:
    return ((box[0] + box[2] / 2, box[1] + box[3] / 2),) if box else ()


def _line(path: _Path, taken: set[tuple[str, str]], *, public: bool) -> Line:
    gone = all(way in taken for way in path.ways)
    points = " ".join(f"{x:g},{y:g}" for x, y in path.points)
    return Line(points, gone, "" if public else path.name, *_name_at(path))


def _name_at(path: _Path) -> tuple[Side, float]:
    """Where it was put in the drawing; otherwise beside the beginning of the line."""
    points = path.points
    if path.label is not None and points:
        return _beside(path.label, points[0][0], otherwise="start"), path.label[1] + ASCENT
    if len(points) < 2:
        return Side(points[0][0] if points else 0.0, "start"), points[0][1] if points else 0.0
    (ax, ay), (bx, by) = points[0], points[1]
    if ax == bx:
        return Side(ax + 6, "start"), ay + 16 if by >= ay else ay - 8
    return Side(min(ax, bx) + 6, "start"), ay - 6


def _beside(label: Box, x: float, *, otherwise: str) -> Side:
    """Words begin or end at the edge of their label that is next to ``x``."""
    if label[0] >= x:
        return Side(label[0], "start")
    if label[0] + label[2] <= x:
        return Side(label[0] + label[2], "end")
    return Side(label[0], "start") if otherwise == "start" else Side(label[0] + label[2] / 2)


def _shape(node: Node, drawing: Drawing, mark: Mark) -> Shape:
    box = drawing.boxes[node.id]
    middle = box[0] + box[2] / 2
    if node.kind in ACTIVITIES:
        return Shape(node, box, mark, tuple(_inside(node, box)), "task", Side(middle))
    form, label = "gate" if node.kind in GATEWAYS else "event", drawing.labels.get(node.id)
    if label is None:
        return Shape(node, box, mark, tuple(_under(node, box)), form, Side(middle))
    side = _beside(label, middle, otherwise="middle")
    return Shape(node, box, mark, tuple(_in_label(node, box, label)), form, side)


def _inside(node: Node, box: Box) -> Iterator[tuple[float, str]]:
    """Each line of a task's name with its height, around the middle."""
    words = list(wrapped(node.called, box[2] - 12))
    yield from _stacked(words, box[1] + box[3] / 2 - (len(words) - 1) * LINE / 2 + 5)


def _under(node: Node, box: Box) -> Iterator[tuple[float, str]]:
    yield from _stacked(wrapped(node.called, BESIDE), box[1] + box[3] + LINE)


def _in_label(node: Node, box: Box, label: Box) -> Iterator[tuple[float, str]]:
    """Where the label was put: from its top down, or to its foot when it stands above its node."""
    words = list(wrapped(node.called, max(label[2], BESIDE)))
    above = label[1] + label[3] <= box[1]
    top = label[1] + label[3] - 2 - (len(words) - 1) * LINE if above else label[1] + ASCENT
    yield from _stacked(words, top)


def _stacked(lines: Iterable[str], top: float) -> Iterator[tuple[float, str]]:
    for number, words in enumerate(lines):
        yield top + number * LINE, words


def wrapped(text: str, width: float, *, size: float = 14.0) -> Iterator[str]:
    """Lines no wider than ``width``: Chinese breaks anywhere, other scripts between words."""
    line, wide = "", 0.0
    for piece in _pieces(text):
        room = sum(size if unicodedata.east_asian_width(sign) in "WF" else size * 0.56 for sign in piece)
        if line and wide + room > width:
            yield line.strip()
            line, wide = "", 0.0
        line, wide = line + piece, wide + room
    if line.strip():
        yield line.strip()


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in "WF"
        if wide or sign == " ":
            if word:
                yield word
            word = ""
            yield sign
        else:
            word += sign
    if word:
        yield word


def _bands(drawing: Drawing) -> Iterator[Band]:
    for lane in drawing.lanes:
        if lane.id in drawing.boxes:
            yield Band(lane.called, drawing.boxes[lane.id])


def _view(shapes: tuple[Shape, ...], paths: list[_Path], bands: tuple[Band, ...], *, public: bool) -> Box:
    boxes = [shape.box for shape in shapes] + ([] if public else [band.box for band in bands])
    points = [point for path in paths for point in path.points]
    left = min([box[0] for box in boxes] + [x for x, _y in points], default=0.0)
    heads = [shape.lines[0][0] - ASCENT for shape in shapes if shape.lines]
    top = min([box[1] for box in boxes] + [y for _x, y in points] + heads, default=0.0)
    right = max([box[0] + box[2] for box in boxes] + [x for x, _y in points], default=100.0)
    names = [shape.lines[-1][0] for shape in shapes if shape.lines]
    bottom = max([box[1] + box[3] for box in boxes] + [y for _x, y in points] + names, default=100.0)
    side = MARGIN + (44 if public else 0)
    return left - side, top - MARGIN, right - left + 2 * side, bottom - top + 2 * MARGIN
