"""Two real cities: every row in, the totals those of the file, a second run changes nothing."""

from __future__ import annotations

import csv
import gzip
import zoneinfo
from collections import Counter
from pathlib import Path

import pytest
from django.db.models import Count
from django.db.models.fields.json import KT

from minben.agencies.models import Jurisdiction
from minben.cases.models import Case, CaseScope
from minben.foundation.access.actor import SYSTEM
from minben.importing import engine, mapping
from minben.importing.engine import Summary
from minben.processes.models import Clock, Task
from tests.conftest import REAL_DATA

pytestmark = pytest.mark.django_db

BOSTON = REAL_DATA / "cases" / "boston_311_2015.csv.gz"
NYC = REAL_DATA / "cases" / "nyc_311_dohmh_animals_sample.csv.gz"
SLICE = 12_000
"""Of Boston here; tests/long takes the whole file."""


def rows_of(path: Path, limit: int | None = None) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))[:limit]


def take_in(path: Path, name: str, folder: Path, limit: int | None = None) -> Summary:
    read = mapping.load(name)
    return engine.take_in(SYSTEM, read.kind, path, read, rejects=folder / "rejects.csv", limit=limit)


def boston_is_right(folder: Path, limit: int | None = None) -> None:
    rows = rows_of(BOSTON, limit)
    done = take_in(BOSTON, "boston-311", folder, limit)
    assert (done.new, done.rejected) == (len(rows), 0)
    assert _totals_kept() == _totals_told(rows)
    assert _doubtful() == {
        r["CASE_ENQUIRY_ID"] for r in rows if r["CLOSED_DT"] and r["CLOSED_DT"] < r["OPEN_DT"]
    }
    _flags_agree(rows)
    again = take_in(BOSTON, "boston-311", folder, limit)
    assert (again.new, again.unchanged) == (0, len(rows))


def _totals_told(rows: list[dict[str, str]]) -> Counter[tuple[str, ...]]:
    return Counter((row["TYPE"], row["Department"], row["OPEN_DT"][:7], row["OnTime_Status"]) for row in rows)


def _totals_kept() -> Counter[tuple[str, ...]]:
    """By type, by the department that holds it, by month of its key, by flag."""
    names = {code: name for name, code in _departments().items()}
    zone = zoneinfo.ZoneInfo("America/New_York")
    found: Counter[tuple[str, ...]] = Counter()
    cases = Case.objects.annotate(flag=KT("answers__On time"), code=KT("answers__Department"))
    for case in cases.select_related("department").defer("body", "answer"):
        assert case.department is not None
        assert names[case.code] == case.department.name["en"]
        month = f"{case.made_at.astimezone(zone):%Y-%m}"
        found[(case.topic, case.code, month, case.flag or "")] += 1
    return found


def _departments() -> dict[str, str]:
    spec = mapping.load("boston-311").departments.name
    assert spec is not None
    return {name: code for code, name in spec.map.items()}


def _doubtful() -> set[str]:
    rows = Case.objects.filter(answers__contains={"_doubt": "closed_before_opened"})
    return set(rows.values_list("source_key", flat=True))


def _flags_agree(rows: list[dict[str, str]]) -> None:
    """Where there is a target, the clock says what the flag says: met, missed, or running."""
    clocks = dict(Clock.objects.values_list("subject_id", "state"))
    keys = dict(Case.objects.values_list("source_key", "id"))
    met = {"ONTIME": Clock.State.MET, "OVERDUE": Clock.State.MISSED}
    for row in rows:
        state = clocks.get(keys[row["CASE_ENQUIRY_ID"]])
        if not row["TARGET_DT"]:
            assert state is None
        elif not row["CLOSED_DT"]:
            assert state == Clock.State.RUNNING
        elif row["OnTime_Status"]:
            assert state == met[row["OnTime_Status"]]
    still_open = sum(not row["CLOSED_DT"] for row in rows)
    assert Task.objects.filter(state=Task.State.OPEN).count() == still_open


def test_boston_comes_in_whole_and_its_totals_are_those_of_the_file(tmp_path: Path) -> None:
    boston_is_right(tmp_path, SLICE)
    place = Jurisdiction.objects.get(code="us-boston")
    assert Case.objects.filter(jurisdiction=place, latitude__isnull=False).count() == SLICE
    assert CaseScope.objects.values("case").distinct().count() == SLICE


def test_new_york_comes_in_with_its_states_and_months(tmp_path: Path) -> None:
    rows = rows_of(NYC)
    done = take_in(NYC, "nyc-311", tmp_path)
    assert (done.new, done.rejected) == (len(rows), 0)
    zone = zoneinfo.ZoneInfo("America/New_York")
    told = Counter((row["Complaint Type"], row["Status"], row["Created Date"][:7]) for row in rows)
    kept = Counter(
        (case.topic, case.answers["Status"], f"{case.made_at.astimezone(zone):%Y-%m}")
        for case in Case.objects.all()
    )
    assert kept == told
    states = dict(Case.objects.values("status").annotate(count=Count("id")).values_list("status", "count"))
    assert states["closed"] == sum(row["Status"] == "Closed" for row in rows)
    assert states["in_progress"] == sum(row["Status"] == "In Progress" for row in rows)
    assert take_in(NYC, "nyc-311", tmp_path).unchanged == len(rows)
