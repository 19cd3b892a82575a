"""Words in a picture stand where the drawing puts them, and what is shipped covers nothing with them."""

from __future__ import annotations

from itertools import combinations

import pytest
from django.utils import translation
from lxml import etree

from minben.cases.shipped import drawings
from minben.processes.drawings import Drawing
from minben.processes.drawings.drawing import Box, Flow, Node
from minben.processes.drawings.reading import drawing_of
from minben.processes.picture import Picture, Side, picture

SIZE = 12.5


def drawn(**labels: Box) -> Picture:
    """A start at the left, an end at the right, and the line between them."""
    nodes = {
        "begin": Node("begin", "startEvent", "收到"),
        "over": Node("over", "endEvent", "完成了一件長長的事情啊"),
    }
    return picture(
        Drawing(
            id="p",
            name="",
            nodes=nodes,
            flows={"way": Flow("way", "begin", "over", "路")},
            boxes={"begin": (100, 100, 36, 36), "over": (300, 100, 36, 36)},
            lines={"way": ((136, 118), (300, 118))},
            labels=labels,
        ),
        [],
        [],
        public=False,
    )


def as_shipped(key: str) -> Picture:
    return picture(drawing_of(etree.fromstring(drawings()[key])), [], [], public=False)


def names(found: Picture) -> dict[str, tuple[Side, list[float]]]:
    return {shape.node.id: (shape.side, [y for y, _words in shape.lines]) for shape in found.shapes}


def test_without_a_label_a_name_stands_under_its_event_and_beside_the_beginning_of_its_line() -> None:
    found = drawn()
    assert names(found)["begin"] == (Side(118), [153])
    (line,) = found.lines
    assert (line.side, line.y) == (Side(142, "start"), 112)


def test_a_label_beside_its_event_begins_at_the_near_edge() -> None:
    assert names(drawn(begin=(140, 110, 60, 14)))["begin"] == (Side(140, "start"), [122])
    assert names(drawn(begin=(40, 110, 60, 14)))["begin"] == (Side(100, "end"), [122])


def test_a_label_above_its_event_ends_at_its_foot() -> None:
    side, heights = names(drawn(over=(270, 60, 96, 31)))["over"]
    assert side == Side(318)
    assert heights == [72, 89]
    assert names(drawn(begin=(70, 60, 96, 31)))["begin"][1] == [89], "one line stands next to the event"


def test_the_word_of_a_line_stands_where_it_was_put() -> None:
    (line,) = drawn(way=(200, 130, 40, 14)).lines
    assert (line.side, line.y) == (Side(200, "start"), 142)


@pytest.mark.parametrize("language", ["zh-hant", "en"])
@pytest.mark.parametrize("key", list(drawings()))
def test_no_words_of_what_is_shipped_cover_each_other_or_a_task(key: str, language: str) -> None:
    with translation.override(language):
        found = as_shipped(key)
    words = dict(_words(found))
    covered = [(one, other) for one, other in combinations(words, 2) if _meet(words[one], words[other])]
    tasks = [shape for shape in found.shapes if shape.form == "task"]
    covered += [
        (one, task.node.id)
        for one in words
        for task in tasks
        if not one.startswith(task.node.id) and _meet(words[one], task.box)
    ]
    assert not covered


@pytest.mark.parametrize("language", ["zh-hant", "en"])
@pytest.mark.parametrize("key", list(drawings()))
def test_the_name_of_a_lane_fits_into_its_head(key: str, language: str) -> None:
    with translation.override(language):
        bands = as_shipped(key).bands
    assert bands
    for band in bands:
        assert len(band.columns) <= 2
        assert all(_width(words) <= band.box[3] for _x, words in band.columns)


def _words(found: Picture) -> list[tuple[str, Box]]:
    """Each line of words with the room that it takes."""
    beside = [
        (f"{shape.node.id} {number}", _room(shape.side, y, words))
        for shape in found.shapes
        for number, (y, words) in enumerate(shape.lines)
    ]
    return beside + [
        (f"line {number}", _room(line.side, line.y, line.name))
        for number, line in enumerate(found.lines)
        if line.name
    ]


def _room(side: Side, y: float, words: str) -> Box:
    wide = _width(words)
    left = {"start": side.x, "middle": side.x - wide / 2, "end": side.x - wide}[side.anchor]
    return left, y - SIZE + 3, wide, SIZE


def _width(words: str) -> float:
    return sum(SIZE if sign > "\u2e80" else SIZE * 0.56 for sign in words)


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
