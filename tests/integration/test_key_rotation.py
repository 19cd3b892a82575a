"""Rotation over real rows, stopped in the middle and taken up again."""

from __future__ import annotations

from typing import Any

import pytest

from minben.foundation import keys
from minben.foundation.keys import rotation
from minben.foundation.records.ids import new_id
from minben.parties.models import Identifier, Party

pytestmark = pytest.mark.django_db
OLD, NEW = keys.new_key_line(), keys.new_key_line()


@pytest.fixture(autouse=True)
def _only_identifiers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "_fields", {})
    keys.register_field("parties.Identifier", "cipher", blind="blind", kind_field="kind")


@pytest.fixture
def numbers(settings: Any) -> list[str]:
    settings.FIELD_KEYS = OLD
    party = Party.objects.create(kind="person", name="王小明")
    numbers = [f"A{n:09d}" for n in range(7)]
    for number in numbers:
        row = new_id()
        cipher = keys.encrypt(number, model="parties.Identifier", field="cipher", row_id=row)
        Identifier.objects.create(
            id=row, party=party, kind="taiwan", cipher=cipher, blind=keys.blind("taiwan", number)
        )
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    return numbers


def opened() -> list[str]:
    return [
        keys.decrypt(row.cipher, model="parties.Identifier", field="cipher", row_id=row.id)
        for row in Identifier.objects.order_by("id")
    ]


def test_every_row_moves_to_the_newest_key_and_stays_findable(numbers: list[str], settings: Any) -> None:
    assert Identifier.objects.filter(blind__in=keys.blinds("taiwan", numbers[3])).count() == 1
    assert keys.rotate(batch=3) == 7
    settings.FIELD_KEYS = NEW
    assert opened() == numbers
    assert Identifier.objects.filter(blind=keys.blind("taiwan", numbers[3])).count() == 1


def test_a_second_rotation_has_nothing_to_do(numbers: list[str]) -> None:
    keys.rotate()
    assert keys.rotate() == 0


def test_a_rotation_that_stopped_goes_on_where_it_was(
    numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, left = rotation._rewrite, iter(range(4))
    monkeypatch.setattr(rotation, "_rewrite", lambda row, field: (next(left), plain(row, field)))
    with pytest.raises(RuntimeError):
        keys.rotate(batch=2)
    monkeypatch.setattr(rotation, "_rewrite", plain)
    assert keys.rotate(batch=2) == 3
    assert opened() == numbers


def test_progress_is_told_after_every_batch(numbers: list[str]) -> None:
    told: list[tuple[int, int]] = []
    keys.rotate(batch=3, progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 7), (6, 7), (7, 7), (7, 7)]


def test_a_blind_index_needs_its_kind() -> None:
    with pytest.raises(ValueError, match="kind"):
        keys.register_field("parties.Identifier", "cipher", blind="blind")
