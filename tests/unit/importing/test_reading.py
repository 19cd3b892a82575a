"""Files of every kind and of ill will: a row is read or told, and a bomb is not opened."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from minben.foundation.records.errors import Invalid
from minben.importing.encodings import detect, known
from minben.importing.reading import MOST_IN_A_CELL, Row, need, open_table
from minben.importing.rejects import Rejects


def rows_of(path: Path, content: str | bytes, **options: str) -> list[Row]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(open_table(path, **options).rows)


def cells(rows: list[Row]) -> list[dict[str, str]]:
    return [row.cells for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5"])
def test_the_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    simple, full = (
        "标题,内容\n请问怎么办理,请到市政府服务大厅申请\n",
        "標題,內容\n請問怎麼辦理,請到市政府服務中心申請\n",
    )
    text = full if encoding == "big5" else simple
    language = "zh-hant" if encoding == "big5" else "zh-hans"
    (row,) = rows_of(tmp_path / "a.csv", text.encode(encoding), language=language)
    assert list(row.cells.values()) == text.splitlines()[1].split(",")


def test_the_likelier_of_two_chinese_encodings_is_taken_whatever_the_language_said() -> None:
    assert detect("請問怎麼辦理，請到市政府服務中心申請".encode("big5"), "zh-hans") == "big5"
    assert detect("请问怎么办理，请到市政府服务大厅申请".encode("gb18030"), "zh-hant") == "gb18030"


def test_an_encoding_is_known_by_any_of_its_names_and_a_wrong_one_refused() -> None:
    assert known("GBK") == "gbk"
    with pytest.raises(Invalid, match="no encoding"):
        known("utf-9")


def test_a_packed_file_and_one_with_semicolons_are_read(tmp_path: Path) -> None:
    packed = gzip.compress(b"id;text\n1;a,b\n")
    assert cells(rows_of(tmp_path / "a.csv.gz", packed)) == [{"id": "1", "text": "a,b"}]


def test_lines_inside_a_cell_stay_and_rows_count_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "a.csv", 'id,text\n1,"one\ntwo"\n2,x\n')
    assert [row.number for row in rows] == [2, 3]
    assert rows[0].cells["text"] == "one\ntwo"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"1,a,b", "3 cells, the head has 2"),
        (b"1", "1 cells, the head has 2"),
        (b"1,a\x00b", "NUL"),
        (b"1,\xff\xfe", "encoding"),
        (b"1," + b"x" * 1_000_000, "1000000 characters"),
    ],
)
def test_a_broken_row_is_told_and_the_others_are_read(tmp_path: Path, line: bytes, reason: str) -> None:
    good = "9,好的\n".encode() * 3
    rows = rows_of(tmp_path / "a.csv", b"id,text\n" + good + line + b"\n" + good, language="zh-hans")
    assert [row.number for row in rows if row.problem] == [5]
    assert reason in rows[3].problem
    assert len(rows) == 7


def test_a_quotation_mark_that_is_not_closed_ends_the_reading_and_says_so(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "a.csv", 'id,text\n1,a\n2,"' + "x" * 33_000_000)
    assert rows[0].cells == {"id": "1", "text": "a"}
    assert "not closed" in rows[1].problem


def test_a_packed_file_cut_in_the_middle_keeps_what_was_read_and_says_so(tmp_path: Path) -> None:
    noise = "".join(f"{n},{hash(str(n))}\n" for n in range(200_000))
    rows = rows_of(tmp_path / "a.csv.gz", gzip.compress(f"id,text\n{noise}".encode())[:-5000])
    assert len(rows) > 1000
    assert "cut off" in rows[-1].problem


def test_a_formula_stays_the_text_it_is_and_is_made_harmless_in_the_rejects(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path / "a.csv", 'id,text\n1,"=HYPERLINK(""http://x"")"\n')
    assert row.cells["text"] == '=HYPERLINK("http://x")'
    with Rejects(tmp_path / "a.rejects.csv", ["id", "text"]) as rejects:
        rejects.write([(row, "why")])
    assert "'=HYPERLINK" in (tmp_path / "a.rejects.csv").read_text(encoding="utf-8-sig")


def test_rejects_hold_row_reason_and_the_original_row_and_none_are_left_of_an_earlier_run(
    tmp_path: Path,
) -> None:
    path = tmp_path / "new" / "a.rejects.csv"
    with Rejects(path, ["id"]) as rejects:
        rejects.write([(Row(3, raw=("a\0", "\udcff")), "broken")])
    assert path.read_text(encoding="utf-8-sig").splitlines() == ["row,reason,id", "3,broken,a␀,?"]
    with Rejects(path, ["id"]):
        pass
    assert not path.exists()


def test_json_lines_are_read_and_a_line_that_is_none_is_told(tmp_path: Path) -> None:
    lines = [json.dumps({"id": 1, "text": "一", "tags": ["a"]}), "{broken", json.dumps({"id": 2})]
    rows = rows_of(tmp_path / "a.jsonl", "\n".join(lines))
    assert rows[0].cells == {"id": "1", "text": "一", "tags": '["a"]'}
    assert "no JSON object" in rows[1].problem
    assert rows[2].cells == {"id": "2", "text": "", "tags": ""}


def test_a_workbook_gives_dates_as_iso_whole_numbers_whole_and_short_rows_their_empty_cells(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    for row in (["id", "day", "text"], [1, dt.date(2015, 1, 6), "=1+1"], [2.5, 42010], ["x", None, " a "]):
        book.active.append(row)
    book.active["C2"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    rows = list(open_table(tmp_path / "a.xlsx").rows)
    assert rows[0].cells == {"id": "1", "day": "2015-01-06T00:00:00", "text": "=1+1"}
    assert rows[1].cells == {"id": "2.5", "day": "42010", "text": ""}
    assert rows[2].cells["text"] == " a "


def test_a_sheet_is_chosen_by_name_and_a_wrong_name_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("data").append(["id"])
    book.save(tmp_path / "a.xlsx")
    assert open_table(tmp_path / "a.xlsx", sheet="data").head == ["id"]
    with pytest.raises(Invalid, match="no sheet"):
        open_table(tmp_path / "a.xlsx", sheet="other")


def test_a_workbook_that_unpacks_to_very_much_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"\0" * 50_000_000)
    with pytest.raises(Invalid, match="unpacks to far more"):
        open_table(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("blank.csv", b"\n\n"),
        ("twice.csv", b"id,id\n1,2\n"),
        ("no.xlsx", b"PK\x03\x04 and nothing more"),
        ("no.csv.gz", b"\x1f\x8b and nothing more"),
        ("no.jsonl", b"[1]\n"),
        ("noise.csv", bytes(range(128, 256)) * 20),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(Invalid):
        rows_of(tmp_path / name, content)


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(Invalid, match="cannot be opened"):
            open_table(path)


def test_a_column_that_the_mapping_reads_and_the_file_lacks_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,titel\n1,a\n", encoding="utf-8")
    with pytest.raises(Invalid, match=r"no column title.*id, titel"):
        need(open_table(path), ["id", "title"], path)


def test_the_longest_cell_that_fits_is_taken(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path / "a.csv", "id,text\n1," + "x" * MOST_IN_A_CELL)
    assert not row.problem
