"""docs/how-to/decision-tables.md and its file say the same, and the file does what the page promises."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from minben.processes.decisions import Model, read
from minben.processes.problems import Problems
from tests.english import english
from tests.unit.feel.facts import NOW

__all__ = ["english"]

PAGE = Path("docs/how-to/decision-tables.md").read_text(encoding="utf-8")
FILE = Path("docs/examples/dispatch-rules.dmn").read_bytes()


def block(kind: str) -> str:
    found = re.search(rf"^```{kind}\n(.*?)\n```", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def model(xml: bytes = FILE) -> Model:
    return read(xml, names={"area", "category", "received"})


def test_the_table_of_the_page_is_the_table_of_the_file() -> None:
    (shown,) = model().tables()
    told = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in re.findall(r"^\| \d.*$", PAGE, re.MULTILINE)
    ]
    assert told == [
        [
            str(row.number),
            *(f"`{cell.text}`" for cell in row.inputs + row.outputs),
            row.description,
            *row.annotations,
        ]
        for row in shown.rows
    ]
    assert block("formula") in FILE.decode().replace("&lt;", "<").replace("&gt;", ">")


def test_the_file_has_no_warnings_and_gives_what_the_page_says() -> None:
    assert model().warnings == ()
    at_night = dt.datetime(2026, 3, 31, 19, 20, tzinfo=NOW.tzinfo)
    found = model().decide("dispatch", {"area": "西城區", "category": "路燈", "received": at_night}, NOW)
    assert found.value == {"department": "power", "at_night": True}
    assert found.required["department"].reasons == ("西城區的路燈由電力公司養護",)
    assert found.required["department"].rules[0].annotations == {"依據": "西城區代管協議"}


def test_the_mistakes_of_the_page_are_told_in_its_words() -> None:
    with pytest.raises(Problems) as refused:
        model(
            FILE.replace('"東城區"</text></inputEntry>'.encode(), "“東城區”</text></inputEntry>".encode(), 1)
        )
    assert [str(one) for one in refused.value.found] == [block("problem")]
    without = re.sub(rb'<rule id="rule_6">.*?</rule>', b"", FILE, flags=re.DOTALL)
    assert [str(one) for one in model(without).warnings] == [block("warning")]
