"""Ways through a drawing: what no way reaches, what reaches no end, what goes round without ever waiting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .drawing import Drawing
from .words import WAITS

Ways = Mapping[str, list[str]]


def ways(drawing: Drawing) -> dict[str, list[str]]:
    """Where a run may go from each element; an activity also to the events that stand on it and into what is inside it."""
    found: dict[str, list[str]] = {key: [] for key in drawing.nodes}
    for flow in drawing.flows.values():
        if flow.source in found and flow.target in found:
            found[flow.source].append(flow.target)
    for node in drawing.nodes.values():
        if node.attached_to in found:
            found[node.attached_to].append(node.id)
        if node.inside in found and node.kind == "startEvent":
            found[node.inside].append(node.id)
    return found


def unreachable(drawing: Drawing) -> set[str]:
    starts = [node.id for node in drawing.in_("") if node.kind == "startEvent"]
    return set(drawing.nodes) - _reached(starts, ways(drawing))


def without_end(drawing: Drawing) -> set[str]:
    """What can reach no end event of its own process or sub-process."""
    back: dict[str, list[str]] = {key: [] for key in drawing.nodes}
    for source, targets in ways(drawing).items():
        for target in targets:
            back[target].append(source)
    ends = [node.id for node in drawing.nodes.values() if node.kind == "endEvent"]
    return set(drawing.nodes) - _reached(ends, back)


def circles(drawing: Drawing) -> Iterator[list[str]]:
    """Circles on which nothing waits for anybody: a run would never leave them, or burn its steps."""
    busy = {key for key, node in drawing.nodes.items() if not _waits(drawing, key)}
    free = {
        key: [to for to in targets if to in busy] for key, targets in ways(drawing).items() if key in busy
    }
    seen: set[str] = set()
    for key in free:
        if key not in seen:
            path = _circle_from(key, free)
            if path:
                seen |= set(path)
                yield path


def _waits(drawing: Drawing, key: str) -> bool:
    node = drawing.nodes[key]
    return node.kind in WAITS or bool(node.kind == "boundaryEvent" and node.events)


def _circle_from(start: str, free: Ways) -> list[str]:
    """The shortest way from ``start`` back to itself, or nothing."""
    came: dict[str, str] = {}
    queue = list(free[start])
    came.update(dict.fromkeys(queue, start))
    while queue:
        here = queue.pop(0)
        if here == start:
            return _path(start, came)
        for to in free.get(here, []):
            if to not in came:
                came[to] = here
                queue.append(to)
    return []


def _path(start: str, came: Mapping[str, str]) -> list[str]:
    path, here = [start], came[start]
    while here != start:
        path.append(here)
        here = came[here]
    return [*path[:1], *reversed(path[1:])]


def _reached(starts: Iterable[str], ways_: Ways) -> set[str]:
    found, queue = set(starts), list(starts)
    while queue:
        for to in ways_.get(queue.pop(), []):
            if to not in found:
                found.add(to)
                queue.append(to)
    return found
