"""What the measuring says and sends, without measuring."""

from __future__ import annotations

import re
import uuid

from bench import pages, pgbench
from bench.visitors import Visitor

MADE = uuid.UUID("019abcde-0000-7000-8000-000000000001")
ROWS = [
    ("INSERT INTO one (id, body, size) VALUES (%s::uuid, %s, %s)", (MADE, "it's :name at 12:30 \\", 3)),
    ("INSERT INTO two (one_id) VALUES (%s::uuid)", (MADE,)),
]


def test_the_script_has_one_transaction_with_each_insert_and_one_key_for_both_rows() -> None:
    lines = pgbench.script(ROWS).splitlines()
    assert [lines[1], lines[-1], len(lines)] == ["BEGIN;", "END;", 5]
    keys = [line.split("VALUES (")[1].split("::uuid")[0] for line in lines[2:4]]
    assert keys[0] == keys[1] and "lpad" in keys[0]


def test_nothing_that_somebody_wrote_is_taken_for_a_variable() -> None:
    script = pgbench.script(ROWS)
    assert set(re.findall(r"(?<!:):([A-Za-z]\w*)", script)) == {"n", "client_id"}
    assert "it''s \\003Aname at 12\\003A30 \\\\" in script


def _page(route: str, took: list[float]) -> pages.Timed:
    visitor = Visitor("agent", "/desk/", "", None)  # type: ignore[arg-type]
    return pages.Timed(pages.Met(route, f"/{route}", visitor, 0.0), took, 5)


def test_the_last_line_names_what_is_above_and_what_only_was_once() -> None:
    said = pages.summed([_page("slow", [0.2, 0.3]), _page("once", [0.1, 0.1, 0.3]), _page("quick", [0.01])])
    assert said.startswith("3 pages; above 150 ms 1 (/slow)")
    assert said.endswith("slowest answer: 1 (/once)")
