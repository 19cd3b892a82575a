"""Dates of other systems."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.foundation.records.errors import Invalid
from minben.importing.moments import day, moment

SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "pattern", "wanted"),
    [
        ("2015-01-06", "iso", dt.date(2015, 1, 6)),
        ("20150106", "iso", dt.date(2015, 1, 6)),
        ("06.01.2015", "%d.%m.%Y", dt.date(2015, 1, 6)),
        ("2015年1月6日", "%Y年%m月%d日", dt.date(2015, 1, 6)),
        ("42010", "excel", dt.date(2015, 1, 6)),
        ("61", "excel", dt.date(1900, 3, 1)),  # the first day that all spreadsheets agree on
        ("40548", "excel1904", dt.date(2015, 1, 6)),
        ("104/1/6", "roc", dt.date(2015, 1, 6)),
        ("民國104年1月6日", "roc", dt.date(2015, 1, 6)),
    ],
)
def test_a_day_is_read_as_it_is_written(text: str, pattern: str, wanted: dt.date) -> None:
    assert day(text, [pattern]) == wanted


def test_a_serial_with_a_fraction_is_a_time_of_the_day() -> None:
    assert moment("42010.75", ["excel"], SHANGHAI) == dt.datetime(2015, 1, 6, 18, 0, tzinfo=SHANGHAI)


def test_a_moment_without_a_zone_is_of_the_mappings_zone_and_one_with_a_zone_keeps_it() -> None:
    assert moment("2015-01-06T09:00:00", ["iso"], SHANGHAI).utcoffset() == dt.timedelta(hours=8)
    assert moment("2015-01-06T09:00:00+00:00", ["iso"], SHANGHAI).utcoffset() == dt.timedelta(0)


def test_patterns_are_tried_in_their_order() -> None:
    assert day("03/04/2015", ["iso", "%d/%m/%Y", "%m/%d/%Y"]) == dt.date(2015, 4, 3)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("2015-02-30", "iso"),
        ("60", "excel"),  # 29 February 1900, which never was
        ("2958466", "excel"),  # past 9999
        ("inf", "excel"),
        ("nan", "excel"),
        ("-5", "excel"),
        ("104/13/6", "roc"),
        ("0/1/1", "roc"),  # the Republic has no year 0
        ("yesterday", "%Y-%m-%d"),
    ],
)
def test_what_is_no_date_is_refused_naming_it(text: str, pattern: str) -> None:
    with pytest.raises(Invalid, match="is no date like"):
        day(text, [pattern])


@given(
    st.text(max_size=30), st.sampled_from(["iso", "excel", "excel1904", "roc", "%Y-%m-%d", "%d/%m/%y %H:%M"])
)
def test_any_text_is_a_date_or_invalid(text: str, pattern: str) -> None:
    try:
        assert moment(text, [pattern], SHANGHAI).tzinfo is not None
    except Invalid:
        return
