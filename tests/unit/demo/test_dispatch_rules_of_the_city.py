"""The dispatch rules of the practice city name departments and categories that are there."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from minben.cases.dispatching.rules import KEY, NAMES
from minben.processes import decisions

CATALOGUE = Path("minben/demo/catalogue")


def test_they_read_only_what_is_offered_and_name_departments_of_the_city() -> None:
    model = decisions.read((CATALOGUE / "dispatch-rules.dmn").read_bytes(), names=NAMES)
    assert model.id == KEY
    assert model.warnings == ()
    table = model.tables()[0]
    departments = {
        row["code"] for row in yaml.safe_load((CATALOGUE / "departments.yaml").read_text())["departments"]
    }
    assert {row.outputs[0].plain for row in table.rows} <= departments
    assert all(row.description for row in table.rows)


def test_each_request_of_the_city_has_a_category_that_has_a_way() -> None:
    routes = yaml.safe_load((CATALOGUE / "routes.yaml").read_text())["routes"]
    named = set(re.findall(r"category: ([\w.-]+)", (CATALOGUE / "requests.yaml").read_text()))
    assert len(named) > 25
    assert named <= routes.keys()
