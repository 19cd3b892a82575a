"""Files for the importers that were made to fill a machine: refused, or read row by row in little memory."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from minben.foundation.records.errors import Invalid
from minben.importing.reading import open_table

IN_MEMORY = 60_000_000


def workbook(**parts: bytes) -> bytes:
    """A small workbook with some parts of it made others."""
    book, plain, out = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["a", "b"])  # type: ignore[union-attr]
    book.active.append(["text", "2"])  # type: ignore[union-attr]
    book.save(plain)
    names = {"sheet": "xl/worksheets/sheet1.xml", "words": "xl/sharedStrings.xml"}
    swapped = {names[name]: content for name, content in parts.items()}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, swapped.get(name) or old.read(name))
    return out.getvalue()


def sheet(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
    return f'<worksheet xmlns="{space}"><sheetData>{head}{rows}</sheetData></worksheet>'.encode()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><sst><si><t>&j;</t></si></sst>"
).encode()
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>'


def rows_of(path: Path, content: bytes) -> tuple[int, str]:
    """(how many rows, all their texts): Invalid passes through; memory is measured."""
    path.write_bytes(content)
    tracemalloc.start()
    try:
        count, words = 0, ""
        for row in open_table(path).rows:
            count += 1
            words = (words + "".join(row.raw))[:2000]
        assert tracemalloc.get_traced_memory()[1] < IN_MEMORY
    finally:
        tracemalloc.stop()
    return count, words


@pytest.mark.parametrize(
    ("parts", "note"),
    [
        ({"words": b"<sst>" + b"<si><t>x</t></si>" * 12_000_000}, "200 MB of texts, in a file of one"),
        ({"words": LAUGHS}, "entities in entities: ten thousand million laughs"),
        ({"sheet": b"<" * 1000}, "no XML"),
    ],
)
def test_a_workbook_made_to_fill_the_machine_is_refused_or_ends_there(
    tmp_path: Path, parts: dict[str, bytes], note: str
) -> None:
    try:
        count, words = rows_of(tmp_path / "a.xlsx", workbook(**parts))
    except Invalid:
        return
    assert count <= 2, note
    assert "haha" not in words


def test_a_workbook_cannot_bring_another_file_of_the_machine_along(tmp_path: Path) -> None:
    try:
        _count, words = rows_of(tmp_path / "a.xlsx", workbook(words=OUTSIDE))
    except Invalid:
        return
    assert "root" not in words


@pytest.mark.parametrize("row", [2_000_000, 2_000_000_000])
def test_a_row_numbered_past_the_end_of_any_sheet_is_not_counted_up_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: int
) -> None:
    monkeypatch.setattr("minben.importing.workbooks.MOST_ROWS", 10_000)
    content = workbook(sheet=sheet(f'<row r="{row}"><c r="A{row}" t="str"><v>far</v></c></row>'))
    count, words = rows_of(tmp_path / "a.xlsx", content)
    assert (count, words) == (0, "")


def test_rows_past_what_the_sheet_says_of_itself_are_read(tmp_path: Path) -> None:
    """A wrong dimension is a common fault of programs that write workbooks."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="str"><v>x</v></c></row>' for n in range(2, 12))
    content = sheet(rows).replace(b"<sheetData>", b'<dimension ref="A1:B2"/><sheetData>')
    assert rows_of(tmp_path / "a.xlsx", workbook(sheet=content))[0] == 10


def test_a_head_of_a_million_columns_is_answered(tmp_path: Path) -> None:
    head = ",".join(f"c{n}" for n in range(300_000))
    path = tmp_path / "a.csv"
    path.write_text(head + "\n1,2\n")
    assert next(iter(open_table(path).rows)).problem


def test_a_packed_file_that_unpacks_to_one_endless_cell_is_read_in_little_memory(tmp_path: Path) -> None:
    content = gzip.compress(b'a,b\n"' + b"x" * 20_000_000 + b'",2\n', 1)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(content)
    assert next(iter(open_table(path).rows)).problem


@pytest.mark.parametrize("line", ["[" * 200_000, '{"a":' * 200_000])
def test_a_line_of_json_that_goes_down_without_end_is_rejected(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": "1"}\n' + line + "\n")
    assert [bool(row.problem) for row in open_table(path).rows] == [False, True]
