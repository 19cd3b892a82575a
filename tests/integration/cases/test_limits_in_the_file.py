"""Time limits in the configuration file: out, in, twice; mistakes with their lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
import yaml
from django.utils import timezone, translation

from minben.agencies import configuration
from minben.cases import limits
from minben.cases.actions.time_limits import restore_limit, set_limit
from minben.cases.limits import Cell, limit_for
from minben.foundation.access.actor import SYSTEM
from minben.foundation.records.errors import Invalid
from minben.foundation.worktime import Unit
from minben.processes.actions.clocks import Limit
from minben.processes.models import TimeLimit
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
FILE = """\
minben: 1
place: "990100"
time_limits:
- {cell: answer.enquiry.E2, limit: 2 workday, source: City decision 7}
- {cell: answer.any.E0, limit: 1.5 hour, source: City decision 7}
- {cell: sign, limit: 1 workhour, source: City decision 8}
"""


@pytest.fixture
def town() -> Iterator[Town]:
    with translation.override("en"):
        yield make_town()


def take_in(text: str, town: Town) -> int:
    steps = configuration.plan(configuration.read(text), town.jurisdiction)
    configuration.apply(SYSTEM, steps)
    limits.forget()
    return len(steps)


def test_limits_of_a_file_hold_and_twice_is_once(town: Town) -> None:
    assert take_in(FILE, town) == 3
    place = town.jurisdiction.id
    assert limit_for("answer", kind="enquiry", urgency="E2", place=place).amount == 2
    assert limit_for("answer", kind="report", urgency="E0", place=place).amount == Decimal("1.5")
    assert limit_for("sign", kind="report", urgency="E2", place=place).unit == Unit.WORKHOUR
    assert take_in(FILE, town) == 0
    assert TimeLimit.objects.count() == 3


def test_what_was_set_is_written_out_and_taken_in_elsewhere(town: Town) -> None:
    day = timezone.localdate() + dt.timedelta(days=40)
    set_limit(SYSTEM, town.jurisdiction, Cell("answer"), Limit(Decimal(4), Unit.WORKDAY, "x"), since=day)
    set_limit(SYSTEM, town.jurisdiction, Cell("sign"), Limit(Decimal(2), Unit.HOUR, "y"))
    restore_limit(SYSTEM, town.jurisdiction, Cell("sign"))
    text = configuration.write(town.jurisdiction)
    assert yaml.safe_load(text)["time_limits"] == [
        {"cell": "answer", "limit": "4 workday", "source": "x", "from": day},
        {"cell": "sign", "limit": "as it came", "source": "–"},
    ]
    assert take_in(text, town) == 0
    TimeLimit.objects.all().delete()
    limits.forget()
    assert take_in(text, town) == 1, "what is as it came is so elsewhere too"
    row = TimeLimit.objects.get()
    assert row.valid_from.astimezone(town.jurisdiction.zone).date() == day


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ("{cell: sleep, limit: 2 workday, source: x}", "step"),
        ("{cell: answer.poem, limit: 2 workday, source: x}", "kind"),
        ("{cell: answer.any.E9, limit: 2 workday, source: x}", "urgency"),
        ("{cell: answer.any.E1.more, limit: 2 workday, source: x}", "answer.enquiry.E2"),
        ("{cell: answer, limit: soon, source: x}", "3 workday"),
        ("{cell: answer, limit: 2 moons, source: x}", "3 workday"),
        ("{cell: answer, limit: 1.5 day, source: x}", "whole"),
        ("{cell: answer, limit: -1 day, source: x}", "more than nothing"),
        ("{cell: answer, limit: 2 workday}", "source"),
        ("{cell: answer, limit: 2 workday, source: x, colour: red}", "colour"),
        ("{cell: answer, limit: 2 workday, source: x, from: soon}", "day like"),
        ("{cell: [answer], limit: {a: b}, source: x}", "letters"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_nothing_is_changed(town: Town, entry: str, word: str) -> None:
    text = f'minben: 1\nplace: "990100"\ntime_limits:\n- {entry}\n'
    with pytest.raises(Invalid, match="Line 4") as problem:
        take_in(text, town)
    assert word in str(problem.value.message)
    assert not TimeLimit.objects.exists()
