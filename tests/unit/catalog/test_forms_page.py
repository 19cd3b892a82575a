"""docs/how-to/forms.md does what it promises."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from minben.catalog import answers
from minben.catalog.forms import Kind
from minben.catalog.formschema import fits, read, read_text, schema_of
from minben.catalog.formschema.reading import _shape
from minben.foundation.records.errors import Invalid

PAGE = Path("docs/how-to/forms.md").read_text(encoding="utf-8")
REFERENCE = Path("docs/reference/forms.md").read_text(encoding="utf-8")
FILE = Path("docs/examples/tree-permit.json").read_text(encoding="utf-8")
WHOLE, TAKEN, REFUSED = (json.loads(text) for text in re.findall(r"^```json\n(.*?)\n```", PAGE, re.M | re.S))


def test_the_document_of_the_page_is_the_file_and_can_be_read() -> None:
    assert json.loads(FILE) == WHOLE
    questions = read_text(FILE)
    assert [question.key for question in questions] == WHOLE["x-minben-order"]
    assert schema_of(questions)["allOf"] == [
        {
            "if": {"properties": {"reason": {"enum": ["sick"]}}, "required": ["reason"]},
            "then": {"required": ["report"]},
        }
    ]


def test_the_answers_of_the_page_are_taken_and_refused_as_it_says() -> None:
    questions = read(WHOLE)
    assert fits(questions, TAKEN)
    answers.clean(questions, TAKEN)
    assert not fits(questions, REFUSED)
    with pytest.raises(Invalid) as caught:
        answers.clean(questions, REFUSED)
    assert sorted(caught.value.fields) == ["height", "report"]


def test_the_reference_tells_every_kind_and_every_part_of_a_document() -> None:
    shape: dict[str, Any] = _shape().schema  # type: ignore[assignment]
    told = set(re.findall(r"`([^`]+)`", REFERENCE))
    parts = {*shape["properties"], *shape["$defs"]["question"]["properties"]} - {
        "$schema",
        "additionalProperties",
    }
    written_by_the_kind = {"minLength", "minItems", "const", "enum", "items", "format", "pattern", "type"}
    assert parts - written_by_the_kind <= told
    assert {str(kind) for kind in Kind} <= told
    assert set(shape["$defs"]["question"]["properties"]["x-minben-kind"]["enum"]) == {
        str(kind) for kind in Kind
    }
