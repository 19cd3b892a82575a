"""Checking a clock: a small file made by hand, its promises found, its faults counted and named."""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from minben.foundation.records.errors import Invalid
from minben.foundation.worktime import Unit
from minben.foundation.worktime.fitting import Dated, Promise
from minben.importing import mapping, promises

WRITTEN: dict[str, Any] = {
    "kind": "service-requests",
    "source": "test-town",
    "language": "en",
    "time_zone": "America/New_York",
    "key": "id",
    "calendar": {"holidays": "US-MA", "hours": ["08:30-17:00"]},
    "fields": {
        "title": "what",
        "topic": "what",
        "state": {"constant": "closed"},
        "opened_at": "open",
        "target_at": "due",
    },
}
ROWS = """id,what,open,due
1,Bench,2024-06-04T10:00:00,2024-06-06T10:00:20
2,Bench,2024-06-06T10:00:00,2024-06-10T10:00:00
3,Bench,2024-06-08T10:00:00,2024-06-12T08:30:00
4,Bench,2024-06-04T10:00:00,2024-06-06T10:05:00
5,Bench,2024-06-04T10:00:00,2024-06-18T10:00:00
6,Bench,2024-06-04T10:00:00,2024-06-03T10:00:00
7,=Tree,2024-06-04T22:00:00,2024-07-04T22:00:00
8,=Tree,2024-06-04T22:00:00,
9,=Tree,last week,2024-07-04T22:00:00
10,=Tree,,2024-07-04T22:00:00
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "town.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def read(**changes: Any) -> mapping.Mapping:
    return mapping.read(WRITTEN | changes)


def test_the_promise_of_each_type_is_found_and_faults_are_counted_and_named(file: Path) -> None:
    found = promises.examine(file, read())
    bench, tree = found.types["Bench"].best(), found.types["=Tree"].best()
    assert bench is not None and tree is not None
    assert (bench.promise, bench.exact) == (Promise(2, Unit.OPEN_DAY), 3)
    assert found.types["Bench"].kept(Dated(bench.promise)).same_day == 4
    assert tree.promise == Promise(30, Unit.FULL_DAY)
    assert (found.read, found.without, found.unreadable) == (10, 1, 2)
    assert [number for number, _why in found.unread] == [10, 11]
    assert "last week" in found.unread[0][1]


def test_what_does_not_fit_is_written_with_the_reason(file: Path, tmp_path: Path) -> None:
    best = {"Bench": Dated(Promise(2, Unit.OPEN_DAY)), "=Tree": Dated(Promise(31, Unit.FULL_DAY))}
    assert promises.write_misses(file, read(), best, tmp_path / "out.csv") == 4
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as out:
        lines = list(csv.DictReader(out))
    assert [(line["key"], line["minutes apart"]) for line in lines[:2]] == [("4", "5"), ("5", "17280")]
    assert [line["why"] for line in lines] == [
        "the right day at another minute",
        "another number of days fits",
        "due before it was opened",
        "another number of days fits",
    ]
    assert lines[3]["type"] == "'=Tree", "a spreadsheet does not run it"


def test_a_day_to_begin_with_leaves_out_what_was_opened_before(file: Path) -> None:
    found = promises.examine(file, read(), since=dt.date(2024, 6, 6))
    assert found.types["Bench"].rows == 2


def test_types_are_chosen_by_a_word_and_an_unknown_one_is_refused(file: Path) -> None:
    found = promises.examine(file, read())
    assert list(found.narrowed(["ben"])) == ["Bench"]
    assert set(found.narrowed([])) == {"Bench", "=Tree"}
    with pytest.raises(Invalid, match="Bench"):
        found.narrowed(["lamp"])


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"calendar": None}, "calendar"),
        ({"fields": {k: v for k, v in WRITTEN["fields"].items() if k != "target_at"}}, "target_at"),
        ({"fields": WRITTEN["fields"] | {"target_at": "until"}}, "until"),
    ],
)
def test_a_mapping_that_does_not_serve_is_refused_with_what_to_do(
    file: Path, changes: dict[str, Any], word: str
) -> None:
    with pytest.raises(Invalid, match=word):
        promises.examine(file, read(**changes))


@pytest.mark.parametrize(
    "calendar",
    [
        {"holidays": "XX", "hours": ["08:30-17:00"]},
        {"holidays": "US-MA"},
        {"holidays": "US-MA", "hours": ["late"]},
        {"hours": ["08:30-17:00"]},
        {"holidays": "US-MA", "hours": ["08:30-17:00"], "time_zone": "Mars"},
    ],
)
def test_a_calendar_that_cannot_be_is_refused_by_the_mapping(calendar: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="calendar"):
        read(calendar=calendar)


def test_a_file_of_endless_types_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promises, "MOST_TYPES", 3)
    path = tmp_path / "many.csv"
    rows = [f"{n},type {n},2024-06-04T10:00:00,2024-06-06T10:00:00" for n in range(5)]
    path.write_text("id,what,open,due\n" + "\n".join(rows), encoding="utf-8")
    with pytest.raises(Invalid, match="more than 3"):
        promises.examine(path, read())


def minben(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "minben", "--data", str(data), "worktime", "check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_needs_no_installation_and_judges_by_its_exit_code(file: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(yaml.safe_dump(WRITTEN), encoding="utf-8")
    good = minben(str(file), "--mapping", str(own), "--format", "csv", data=tmp_path / "none")
    assert good.returncode == 0, good.stderr
    assert good.stdout.splitlines()[1].startswith("Bench,6,2,workday,50.0,50.0,66.66,")
    shown = minben(str(file), "--mapping", str(own), data=tmp_path / "none")
    assert "Same day" in shown.stdout.splitlines()[0], "no column is cut off in a pipe"
    poor = minben(str(file), "--mapping", str(own), "--at-least", "60", data=tmp_path / "none")
    assert poor.returncode == 1
    assert "Bench" in poor.stderr
    assert "10 rows: 1 promise nothing, 2 cannot be read" in poor.stdout
    gone = minben(str(tmp_path / "gone.csv"), "--mapping", str(own), data=tmp_path / "none")
    assert gone.returncode == 2
    assert "gone.csv" in gone.stderr
    assert "Traceback" not in gone.stderr
    assert not (tmp_path / "none").exists()
