"""A new drawing begins as a copy under its own key, and the empty ones can be run as they are."""

from __future__ import annotations

import pytest

from minben.cases.shipped import drawings
from minben.desk.presenters.drawing_board import BLANK
from minben.processes import decisions
from minben.processes.copying import copy_of
from minben.processes.drawings.reading import read


@pytest.mark.parametrize("source", [(BLANK / "process.bpmn").read_bytes(), drawings()["hotline"]])
def test_a_copied_process_keeps_all_but_its_key_and_name(source: bytes) -> None:
    before, after = (
        read(source),
        read(copy_of(source, key="parking", name="停車", english="Parking").encode()),
    )
    assert (after.id, after.name) == ("parking", "停車")
    assert set(after.nodes) == set(before.nodes)
    assert after.boxes.keys() - {"parking"} == before.boxes.keys() - {before.id}
    assert 'processRef="parking"' in copy_of(source, key="parking", name="停車")


def test_a_copied_table_answers_as_the_first_one_does() -> None:
    copied = copy_of((BLANK / "table.dmn").read_bytes(), key="own_rules", name="我的規則")
    model = decisions.read(copied.encode(), names={"case"})
    assert (model.id, model.name) == ("own_rules", "我的規則")
