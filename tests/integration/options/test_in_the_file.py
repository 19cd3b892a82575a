"""Settings in the configuration file: out, in, twice; mistakes with their lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from django.utils import translation

from minben.agencies import configuration
from minben.foundation.access.actor import SYSTEM
from minben.foundation.options import held
from minben.foundation.options.actions import change
from minben.foundation.options.models import OptionChange
from minben.foundation.records.errors import Invalid
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
FILE = """\
minben: 1
place: "990100"
settings:
- group: numbers
  values: {prefix: TN, year: minguo}
- group: retention
  values: {interaction: 60}
"""


@pytest.fixture
def town() -> Iterator[Town]:
    with translation.override("en"):
        yield make_town()


def take_in(text: str, town: Town) -> int:
    steps = configuration.plan(configuration.read(text), town.jurisdiction)
    configuration.apply(SYSTEM, steps)
    held.forget()
    return len(steps)


def test_settings_of_a_file_hold_and_twice_is_once(town: Town) -> None:
    assert take_in(FILE, town) == 2
    assert held.of("numbers") == {"prefix": "TN", "year": "minguo", "digits": 9}
    assert take_in(FILE, town) == 0
    assert OptionChange.objects.count() == 2


def test_what_was_chosen_is_written_out_and_taken_in_elsewhere(town: Town) -> None:
    assert yaml.safe_load(configuration.write(town.jurisdiction))["settings"] == []
    change(SYSTEM, "numbers", {"prefix": "TN"})
    held.forget()
    text = configuration.write(town.jurisdiction)
    assert yaml.safe_load(text)["settings"] == [
        {"group": "numbers", "values": {"prefix": "TN", "year": "western", "digits": 9}}
    ]
    assert take_in(text, town) == 0
    assert take_in(text.replace("prefix: TN", "prefix: KH"), town) == 1


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("{group: tea, values: {}}", "no settings “tea”"),
        ("{group: numbers, values: {sugar: 1}}", "“sugar” is not known"),
        ("{group: numbers, values: {digits: 5}}", "“digits”: Figures of the running number: between 6"),
        ("{group: numbers, values: {prefix: [T]}}", "“prefix”: Write a text."),
        ("{group: numbers}", "“values” is missing"),
        ("{group: numbers, values: [1]}", "write settings by name"),
        ("{group: retention, values: {interaction: 6}}", "“interaction”: Contacts: between 12 and 1200."),
    ],
)
def test_a_mistake_is_told_with_its_line_and_nothing_is_done(town: Town, entry: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        take_in(f'minben: 1\nplace: "990100"\nsettings:\n- {entry}\n', town)
    assert says in str(refused.value.message)
    assert str(refused.value.message).startswith("Line 4")
    assert not OptionChange.objects.exists()
