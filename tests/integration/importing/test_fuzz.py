"""Importers fed with whatever: every row is taken or rejected with a reason, and nothing else happens."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minben.cases.models import Case
from minben.foundation.access.actor import SYSTEM
from minben.foundation.records.errors import Invalid
from minben.importing import engine, mapping
from minben.importing.engine import Summary

pytestmark = pytest.mark.django_db
FAST = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
REQUESTS = mapping.read(
    {
        "kind": "service-requests",
        "source": "fuzz-requests",
        "language": "en",
        "key": "id",
        "jurisdiction": {"code": "fuzz", "name": {"en": "Fuzz"}, "calendar": "US-MA"},
        "departments": {"create": True, "prefix": "fuzz", "name": "dept", "centre": {"en": "Hotline"}},
        "fields": {
            "title": "title",
            "topic": "topic",
            "kind": {"constant": "report"},
            "place": "place",
            "latitude": "lat",
            "longitude": "lon",
            "opened_at": {"column": "opened", "moment": ["iso", "roc", "excel"]},
            "closed_at": {"column": "closed", "moment": ["iso", "%m/%d/%Y"]},
            "target_at": {"column": "target", "moment": ["iso"]},
            "state": {"column": "state", "map": {"Closed": "closed", "Open": "signed"}},
            "answer": "answer",
        },
        "facts": {"Ward": "ward"},
    }
)
COLUMNS = sorted(REQUESTS.columns)
_text = st.text(max_size=30).map(lambda text: text.encode("utf-8", "replace").decode())
_when = st.one_of(
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.sampled_from(
        ["2015-01-06T09:00:00", "104/1/6", "42010.75", "0001-01-01", "9999-12-31T23:59:59", "nan", ""]
    ),
    _text,
)
_where = st.floats().map(str) | st.sampled_from(["42.36", "-71.05", "", "91", "1e400", "NaN"]) | _text
KNOWN: dict[str, st.SearchStrategy[str]] = {
    "opened": _when,
    "closed": _when,
    "target": _when,
    "lat": _where,
    "lon": _where,
    "state": st.sampled_from(["Closed", "Open", "", "other"]),
    "id": st.sampled_from(["1", "2", "3", ""]) | _text,
    "dept": st.sampled_from(["Water", "Roads", ""]) | _text,
}
_row = st.fixed_dictionaries({name: KNOWN.get(name, _text) for name in COLUMNS})


def taken(content: bytes, name: str, read: mapping.Mapping) -> Summary:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return engine.take_in(SYSTEM, read.kind, path, read, rejects=path.with_name("rejects.csv"))


def as_csv(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@FAST
@given(rows=st.lists(_row, max_size=4))
def test_any_row_of_a_service_request_is_taken_or_rejected(rows: list[dict[str, str]]) -> None:
    before = Case.objects.count()
    try:
        done = taken(as_csv(rows), "a.csv", REQUESTS)
    except Invalid:
        return
    assert done.read == done.new + done.changed + done.unchanged + done.rejected
    assert Case.objects.count() == before + done.new


_pieces = st.sampled_from(
    [b"\x00", b'"', b"\r", b"\n", b",", b"\xff\xfe", b"\x1f\x8b", b"PK\x03\x04", b"{", b"[" * 3000]
)
_bytes = st.lists(st.binary(max_size=20) | _pieces | st.just(as_csv([])), max_size=8).map(b"".join)


@FAST
@given(
    content=_bytes,
    name=st.sampled_from(["a.csv", "a.csv.gz", "a.xlsx", "a.jsonl", "a"]),
    read=st.sampled_from([REQUESTS, mapping.load("cn-messages-with-replies"), mapping.load("tw-taipei-faq")]),
)
def test_any_bytes_are_a_table_or_refused(content: bytes, name: str, read: mapping.Mapping) -> None:
    try:
        taken(content, name, read)
    except Invalid:
        return


def a_workbook() -> bytes:
    from openpyxl import Workbook

    book: Any = Workbook()
    book.active.append(COLUMNS)
    book.active.append(["1" for _name in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BOOK = a_workbook()


@FAST
@given(
    where=st.integers(0, len(BOOK) - 1),
    what=st.binary(min_size=1, max_size=8),
    cut=st.integers(0, len(BOOK)) | st.none(),
)
def test_a_damaged_workbook_is_read_as_far_as_it_goes_or_refused(
    where: int, what: bytes, cut: int | None
) -> None:
    content = (BOOK[:where] + what + BOOK[where + len(what) :])[:cut]
    try:
        taken(content, "a.xlsx", REQUESTS)
    except Invalid:
        return


@FAST
@given(
    part=st.sampled_from(zipfile.ZipFile(io.BytesIO(BOOK)).namelist()),
    inside=st.binary(max_size=60) | _text.map(str.encode),
)
def test_a_workbook_with_another_part_in_it_is_read_or_refused(part: str, inside: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, inside if name == part else old.read(name))
    try:
        taken(out.getvalue(), "a.xlsx", REQUESTS)
    except Invalid:
        return


@FAST
@given(content=st.binary(max_size=40), cut=st.integers(0, 60))
def test_a_damaged_gzip_is_read_as_far_as_it_goes_or_refused(content: bytes, cut: int) -> None:
    packed = gzip.compress(as_csv([]) + content)[: 20 + cut]
    try:
        taken(packed, "a.csv.gz", REQUESTS)
    except Invalid:
        return
